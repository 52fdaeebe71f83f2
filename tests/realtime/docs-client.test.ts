import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { apps } from '#apps'
import { listen } from '#server/listen.ts'
import { testSite } from '#server/testing.ts'
import { roomWith, say, talker } from '../../apps/chat/tests/talkers.ts'

setDefaultTimeout(30_000)

/** What docs/realtime.md gives its readers. */
interface Chat {
  messages: { seq: number; text: string | null }[]
  send(text: string, id?: string): Promise<{ seq: number }>
}
type ChatClass = new (origin: string, room_id: string, token?: string) => Chat

test('the client that docs/realtime.md shows signs in, sends, hears and comes back', async () => {
  const page = readFileSync(resolve(import.meta.dir, '../../docs/realtime.md'), 'utf8')
  const folder = mkdtempSync(join(tmpdir(), 'banyan-docs-'))
  writeFileSync(join(folder, 'chat.ts'), /```ts\n([\s\S]+?)```/.exec(page)?.[1] ?? '')
  const { Chat } = (await import(join(folder, 'chat.ts'))) as { Chat: ChatClass }
  const t = await testSite(apps)
  const server = listen(t, { ...t.site.config, PORT: 0 })
  const port = server.port ?? 0
  const [asha] = [await talker(t, 'asha'), await talker(t, 'ravi')]
  const room = await roomWith(asha, 'ravi')
  const tokenOf = async (username: string) => {
    const body = JSON.stringify({ username, password: 'Peepal-tree-7' })
    const answer = await t.visitor().request('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const until = async (fits: () => boolean) => {
    for (const end = Date.now() + 10_000; !fits(); await Bun.sleep(20)) if (Date.now() > end) throw new Error('not in time')
  }
  const texts = ({ messages }: Chat) => messages.map(({ text }) => text).join()
  await say(asha, room.id, 'before')
  const origin = `http://localhost:${port}`
  const [one, other] = [new Chat(origin, room.id, await tokenOf('asha')), new Chat(origin, room.id, await tokenOf('ravi'))]
  await until(() => texts(one) === 'before' && texts(other) === 'before')
  const id = crypto.randomUUID()
  expect((await one.send('नमस्ते', id)).seq).toBe(2)
  expect((await one.send('नमस्ते', id)).seq).toBe(2)
  await until(() => texts(other) === 'before,नमस्ते')
  // The lines are cut without a word to anybody, and something is said meanwhile.
  await server.stop(true)
  await say(asha, room.id, 'meanwhile')
  const again = listen(t, { ...t.site.config, PORT: port })
  await until(() => [one, other].every((chat) => texts(chat) === 'before,नमस्ते,meanwhile'))
  await other.send('and on')
  await until(() => [one, other].every((chat) => texts(chat) === 'before,नमस्ते,meanwhile,and on'))
  t.server.hub.stop()
  await t.end()
  await again.stop(true)
  rmSync(folder, { recursive: true })
})
