import { afterEach, beforeEach, expect, jest, spyOn, test } from 'bun:test'
import { Live } from '#web/realtime.ts'

/** The browser's socket, in the test's hands. */
class Line {
  static readonly OPEN = 1
  static all: Line[] = []
  readyState = 1
  readonly sent: string[] = []
  readonly url: string
  onopen = () => {}
  onmessage = (_: { data: string }) => {}
  onclose = (_: { code: number }) => {}
  constructor(url: string) {
    this.url = url
    Line.all.push(this)
  }
  send(text: string) {
    this.sent.push(text)
  }
  close() {
    this.readyState = 3
  }
  says(frame: object) {
    this.onmessage({ data: JSON.stringify(frame) })
  }
}
const browser = {
  WebSocket: Line,
  location: { origin: 'https://banyan.test' },
  document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  addEventListener() {},
  removeEventListener() {},
}
const before = new Map(Object.keys(browser).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]))
let told: string[]
let still_signed_in: boolean
let chance = 0.5
let random: ReturnType<typeof spyOn>
let live: Live
const latest = () => Line.all.at(-1) as Line
const turn = () => Promise.resolve().then(() => Promise.resolve())

beforeEach(() => {
  jest.useFakeTimers()
  for (const [name, value] of Object.entries(browser)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
  random = spyOn(Math, 'random').mockImplementation(() => chance)
  Line.all = []
  told = []
  still_signed_in = true
  chance = 0.5
  live = new Live({
    news: (event, data) => void told.push(`${event} ${JSON.stringify(data)}`),
    missed: () => void told.push('missed'),
    session: async () => {
      told.push('session')
      return still_signed_in
    },
  })
})
afterEach(() => {
  live.close()
  random.mockRestore()
  jest.useRealTimers()
  Reflect.deleteProperty(navigator, 'onLine')
  for (const [name, property] of before)
    if (property) Object.defineProperty(globalThis, name, property)
    else Reflect.deleteProperty(globalThis, name)
})

/** Closes the line and gives how long it takes to come back. */
async function pauseAfter(code: number): Promise<number> {
  const count = Line.all.length
  latest().onclose({ code })
  await turn()
  for (let ms = 0; ms <= 40_000; ms += 50) {
    if (Line.all.length > count) return ms
    jest.advanceTimersByTime(50)
  }
  return Number.POSITIVE_INFINITY
}

test('it comes back after a random pause that grows with each failure, at most half a minute', async () => {
  const halves = []
  for (let tries = 0; tries < 9; tries++) halves.push(await pauseAfter(1006))
  expect(halves).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
  chance = 0.1
  expect(await pauseAfter(1006)).toBe(3000)
  latest().says({ ready: true, cursor: 'a.1' })
  chance = 0.5
  expect(await pauseAfter(1006)).toBe(250)
})

test('after a restart everybody comes back within three seconds, at random', async () => {
  for (const [share, ms] of [
    [0.01, 50],
    [0.5, 1500],
    [0.99, 3000],
  ] as const) {
    chance = share
    expect(await pauseAfter(1012)).toBe(ms)
  }
})

test('it goes on where it stopped, and says what has to be read anew', async () => {
  expect(latest().url).toBe('wss://banyan.test/ws/')
  latest().says({ ready: true, cursor: 'a.1' })
  latest().says({ event: 'chat.typing', cursor: 'a.2', data: { n: 1 } })
  expect(told).toEqual(['missed', 'chat.typing {"n":1}'])
  await pauseAfter(1006)
  expect(latest().url).toBe('wss://banyan.test/ws/?resume=a.2')
  latest().says({ ready: true, cursor: 'a.9' })
  latest().says({ resumed: true, cursor: 'a.9' })
  expect(told).toHaveLength(2)
  latest().says({ reload: true, cursor: 'b.1' })
  expect(told.at(-1)).toBe('missed')
  await pauseAfter(1006)
  expect(latest().url).toBe('wss://banyan.test/ws/?resume=b.1')
})

test('of an ended session nothing is resumed, and it does not come back where nobody is signed in', async () => {
  latest().says({ ready: true, cursor: 'a.1' })
  await pauseAfter(4401)
  expect(told).toEqual(['missed', 'session'])
  expect(latest().url).toBe('wss://banyan.test/ws/')
  still_signed_in = false
  expect(await pauseAfter(4401)).toBe(Number.POSITIVE_INFINITY)
})

test('a line on which nothing comes for half a minute, though asked, is dead', async () => {
  latest().onopen()
  latest().says({ ready: true, cursor: 'a.1' })
  const [line] = Line.all as [Line]
  jest.advanceTimersByTime(20_000)
  expect(line.sent).toEqual(['{"ping":1}'])
  line.says({ pong: 1 })
  jest.advanceTimersByTime(20_000)
  expect(line.sent).toHaveLength(2)
  jest.advanceTimersByTime(20_000)
  await turn()
  expect(line.readyState).toBe(3)
  jest.advanceTimersByTime(500)
  expect(Line.all).toHaveLength(2)
})
