import { expect, test } from 'bun:test'
import type { ApiError } from '#web/transport.ts'
import type { Upload } from '../web/pictures/upload-list.ts'
import { Uploads } from '../web/pictures/uploads.ts'
import { me, room_id } from './some-messages.ts'

const error = (status: number): ApiError => ({ status, message: '', fields: {} })
const message_id = '0198a0b1-7c00-7000-8000-0000000000aa'
const picture = (n: number) => ({
  ...{ id: `0198a0b1-7c00-7000-8000-00000000000${n}`, room_id, message_id, name: `${n}.png`, alt: '', width: 4, height: 3 },
  size: 4,
})
const file = new Blob(['four'])

/** A browser's two shelves, and a line to the server whose answers the test gives. */
function place(pause_ms = 2) {
  const held = new Map<string, string>()
  const files = new Map<string, Blob>()
  const answers: (ApiError | undefined)[] = []
  const sent: string[] = []
  const sizes: number[] = []
  const taken_back: string[] = []
  const open = () =>
    new Uploads(me, {
      keep: {
        keys: (start) => [...held.keys()].filter((key) => key.startsWith(start)),
        get: (key) => held.get(key) ?? null,
        set: (key, value) => void (value === null ? held.delete(key) : held.set(key, value)),
      },
      files: { put: async (id, one) => files.set(id, one), get: async (id) => files.get(id), remove: async (id) => files.delete(id) },
      prepare: async (blob) => {
        await Bun.sleep(pause_ms)
        return { blob: blob.slice(0, 3), width: 2, height: 1 }
      },
      send: async ({ id }: Upload, { size }, { onProgress, signal }) => {
        onProgress(2, 4)
        await Bun.sleep(pause_ms)
        if (signal.aborted) return error(0)
        sent.push(id)
        sizes.push(size)
        return answers.shift()
      },
      takeBack: ({ id }) => void taken_back.push(id),
    })
  return { held, files, answers, sent, sizes, taken_back, open }
}

const until = async (holds: () => boolean) => {
  for (const end = Date.now() + 5000; !holds() && Date.now() < end; ) await Bun.sleep(5)
  expect(holds()).toBe(true)
}

test('pictures go one after the other; what was cut off goes again by itself, and whoever waits for them hears of both', async () => {
  const here = place()
  const uploads = here.open()
  here.answers.push(error(0))
  uploads.add(picture(1), file)
  uploads.add(picture(2), file)
  expect((await uploads.settle([picture(1).id, picture(2).id]))?.status).toBe(0)
  await until(() => uploads.find(picture(1).id)?.state === 'failed' && uploads.find(picture(2).id)?.state === 'stored')
  uploads.wake()
  expect(await uploads.settle([picture(1).id, picture(2).id])).toBeUndefined()
  expect(here.sent).toEqual([picture(1).id, picture(2).id, picture(1).id])
})

test('a picture stands there at once, is made smaller on its way, and only once, also over a reload', async () => {
  const here = place()
  const uploads = here.open()
  here.answers.push(error(0))
  uploads.add({ ...picture(1), width: 0, height: 0 }, file)
  expect(uploads.all().map(({ id, size }) => [id, size])).toEqual([[picture(1).id, 4]])
  expect((await uploads.settle([picture(1).id]))?.status).toBe(0)
  expect(uploads.find(picture(1).id)).toMatchObject({ width: 2, height: 1, size: 3 })
  expect(await here.files.get(picture(1).id)?.text()).toBe('fou')
  uploads.close()
  const again = here.open()
  expect(await again.settle([picture(1).id])).toBeUndefined()
  expect(here.sizes).toEqual([3, 3])
})

test('what the server refuses is not sent again, and says why', async () => {
  const here = place()
  const uploads = here.open()
  for (const [n, [status, problem]] of (
    [
      [400, 'no_picture'],
      [413, 'too_large'],
      [409, 'no_space'],
      [403, 'blocked'],
      [404, 'gone'],
    ] as const
  ).entries()) {
    here.answers.push(error(status))
    uploads.add(picture(n), file)
    await until(() => uploads.find(picture(n).id)?.state === 'refused')
    expect(uploads.find(picture(n).id)).toMatchObject({ problem })
    expect((await uploads.settle([picture(n).id]))?.fields).toHaveProperty('pictures')
  }
  expect(here.sent.length).toBe(5)
})

test('over a reload it goes on with what the browser kept, and says honestly what it did not', async () => {
  const here = place()
  const first = here.open()
  here.answers.push(undefined, error(0), error(0))
  for (const n of [1, 2, 3]) first.add(picture(n), file)
  first.describe(picture(2).id, 'a lake')
  await until(() => first.find(picture(1).id)?.state === 'stored' && first.find(picture(3).id)?.state === 'failed')
  first.close()
  here.files.delete(picture(3).id)
  const second = here.open()
  second.flush()
  await until(() => second.find(picture(2).id)?.state === 'stored' && second.find(picture(3).id)?.state === 'lost')
  expect(second.find(picture(2).id)?.alt).toBe('a lake')
  expect(here.sent.filter((id) => id === picture(1).id)).toHaveLength(1)
})

test('what the server has removed meanwhile is sent anew: after nearly a day, or when a message says that it is missing', async () => {
  const here = place()
  const first = here.open()
  first.add(picture(1), file)
  await until(() => first.find(picture(1).id)?.state === 'stored')
  first.sendAnew([picture(1).id])
  expect(await first.settle([picture(1).id])).toBeUndefined()
  expect(here.sent.length).toBe(2)
  first.close()
  const [key = '', text = ''] = [...here.held][0] ?? []
  here.held.set(key, JSON.stringify({ ...(JSON.parse(text) as Upload), at: new Date(Date.now() - 21 * 3_600_000).toISOString() }))
  const second = here.open()
  expect(await second.settle([picture(1).id])).toBeUndefined()
  expect(here.sent.length).toBe(3)
})

test('called off it stops, is taken back from the server, and leaves nothing behind', async () => {
  const here = place(100)
  const uploads = here.open()
  uploads.add(picture(1), file)
  await until(() => uploads.find(picture(1).id)?.state === 'sending')
  uploads.discard(picture(1).id)
  await Bun.sleep(150)
  expect({ sent: here.sent, back: here.taken_back, held: here.held.size, files: here.files.size, all: uploads.all() }).toEqual({
    ...{ sent: [], back: [picture(1).id], held: 0, files: 0, all: [] },
  })
})
