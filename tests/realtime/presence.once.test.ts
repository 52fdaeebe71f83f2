import { afterEach, expect, test } from 'bun:test'
import { type Bus, memoryBus } from '#server/realtime/bus.ts'
import { Presence } from '#server/realtime/presence.ts'

/** Processes that hear each other as long as they live, on one clock. */
function cluster() {
  const wire = memoryBus(() => {})
  let now = Date.now()
  const all: Presence[] = []
  let held: (() => void)[] | undefined
  return {
    /** What is told from now on is under way until it is released. */
    hold() {
      held = []
    },
    release() {
      const waiting = held ?? []
      held = undefined
      for (const tell of waiting) tell()
    },
    pass: (ms: number) => {
      now += ms
    },
    process() {
      let alive = true
      let hears = true
      const bus: Bus = {
        ...wire,
        hears: () => hears,
        publish: (...news) => {
          if (!alive) return
          if (held) held.push(() => wire.publish(...news))
          else wire.publish(...news)
        },
        hear: (event, then) => wire.hear(event, (...news) => void (alive && then(...news))),
      }
      const presence = new Presence(bus, () => now)
      all.push(presence)
      const told: [string, boolean][] = []
      presence.onChange((user_id, online) => told.push([user_id, online]))
      return {
        presence,
        told,
        kill() {
          alive = false
        },
        deaf(is: boolean) {
          alive = !is
          hears = !is
        },
      }
    },
    end() {
      for (const presence of all) presence.stop()
    },
  }
}
let end = () => {}
afterEach(() => end())

test('somebody is here from the first tab to the end of the last, in whichever process', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  one.presence.came('asha')
  one.presence.came('asha')
  two.presence.came('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([true, true])
  one.presence.left('asha')
  one.presence.left('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([true, true])
  two.presence.left('asha')
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([false, false])
  // Told once, by the process where it happened.
  expect([one.told, two.told]).toEqual([[['asha', true]], [['asha', false]]])
})

test('who closes tabs in two processes at the same moment is told to be gone, once', () => {
  const c = cluster()
  end = c.end
  const [one, two, three] = [c.process(), c.process(), c.process()]
  for (const { presence } of [one, two]) presence.came('asha')
  c.hold()
  for (const { presence } of [one, two]) presence.left('asha')
  c.release()
  expect([one, two, three].map(({ presence }) => presence.online('asha'))).toEqual([false, false, false])
  expect([...one.told, ...two.told, ...three.told]).toEqual([
    ['asha', true],
    ['asha', false],
  ])
})

test('who moves to another process while its word is under way is here in the end', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  one.presence.came('asha')
  c.hold()
  two.presence.came('asha')
  one.presence.left('asha')
  c.release()
  expect([one, two].map(({ presence }) => presence.online('asha'))).toEqual([true, true])
  // Everybody had been told that they are gone.
  expect(one.told.at(-1)).toEqual(['asha', false])
  expect(two.told.at(-1)).toEqual(['asha', true])
})

test('a process that begins learns who is here', () => {
  const c = cluster()
  end = c.end
  const one = c.process()
  one.presence.came('asha')
  expect(c.process().presence.online('asha')).toBe(true)
})

test('whose process was killed is gone within twenty seconds, unless another has them', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  for (const name of ['asha', 'ravi']) one.presence.came(name)
  two.presence.came('ravi')
  one.kill()
  c.pass(10_000)
  two.presence.beat()
  expect(two.presence.online('asha')).toBe(true)
  c.pass(6000)
  two.presence.beat()
  expect(two.presence.online('asha')).toBe(false)
  expect(two.presence.online('ravi')).toBe(true)
  expect(two.told).toEqual([['asha', false]])
})

test('what was lost on the way is mended by the next beat', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  two.deaf(true)
  one.presence.came('asha')
  two.deaf(false)
  expect(two.presence.online('asha')).toBe(false)
  one.presence.beat()
  expect(two.presence.online('asha')).toBe(true)
})

test('while nothing can be heard nobody is taken for dead, and afterwards everybody is told who came and went meanwhile', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  for (const name of ['asha', 'ravi']) one.presence.came(name)
  two.presence.came('mira')
  for (const process of [one, two]) {
    process.told.length = 0
    process.deaf(true)
  }
  // Asha moves to the other process, Ravi goes, Mira stays.
  two.presence.came('asha')
  for (const name of ['asha', 'ravi']) one.presence.left(name)
  for (let beats = 0; beats < 8; beats++) {
    c.pass(5000)
    for (const { presence } of [one, two]) presence.beat()
  }
  expect(one.presence.online('mira')).toBe(true)
  // Right as far as this process knows, and told.
  expect(one.told).toEqual([
    ['asha', false],
    ['ravi', false],
  ])
  for (const process of [one, two]) process.deaf(false)
  for (const { presence } of [one, two]) presence.beat()
  expect(one.told.slice(2)).toEqual([['asha', true]])
  for (const { presence } of [one, two]) expect(['asha', 'ravi', 'mira'].map((name) => presence.online(name))).toEqual([true, false, true])
})

test('whoever goes because a process stops is not told as gone', () => {
  const c = cluster()
  end = c.end
  const [one, two] = [c.process(), c.process()]
  one.presence.came('asha')
  one.presence.beat()
  one.presence.stop()
  expect(two.told).toEqual([])
  expect(two.presence.online('asha')).toBe(false)
})
