import { expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { chat } from '../server/index.ts'
import { history, roomWith, say, talker } from './talkers.ts'

/** The same browser at the site that was opened again. */
const again = (t: TestSite, { cookies }: Visitor): Promise<Visitor> => {
  const visitor = t.visitor()
  for (const [name, value] of cookies) visitor.cookies.set(name, value)
  return visitor.withCsrf()
}

test('messages of a site from before the table was made anew stay, each once, and numbers go on', async () => {
  const { '0003-in-order-of-arrival': _, ...before } = chat.migrations ?? {}
  const old = await testSite(apps.map((app) => (app.name === 'chat' ? { ...app, migrations: before } : app)))
  try {
    const [asha, ravi] = [await talker(old, 'asha'), await talker(old, 'ravi')]
    const { id: room } = await roomWith(asha, 'ravi')
    const ids = [Bun.randomUUIDv7(), Bun.randomUUIDv7(), Bun.randomUUIDv7()]
    for (const [n, id] of ids.entries()) await say(n === 1 ? ravi : asha, room, `word ${n}`, id)
    const shown = await history(ravi, room)
    const t = await testSite(apps, { environment: old.environment })
    try {
      const [asha_now, ravi_now] = await Promise.all([again(t, asha), again(t, ravi)])
      expect(await history(ravi_now, room)).toEqual(shown)
      expect((await say(asha_now, room, 'word 0', ids[0])).data.seq).toBe(1)
      expect((await say(asha_now, room, 'another', ids[1])).status).toBe(409)
      expect((await say(asha_now, room, 'after')).data.seq).toBe(4)
      expect((await history(ravi_now, room)).results.map(({ text }) => text)).toEqual(['word 0', 'word 1', 'word 2', 'after'])
    } finally {
      await t.end()
    }
  } finally {
    await old.end()
  }
})
