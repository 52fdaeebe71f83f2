import { expect, test } from 'bun:test'
import { apps } from '#apps'
import { testSite } from '#server/testing.ts'
import { ownConversations } from '../server/personal.ts'
import { history, roomWith, say, talker } from './talkers.ts'

test('one takes one’s conversations along; erased, what one said is gone for both', async () => {
  const t = await testSite(apps)
  const [asha, ravi] = [await talker(t, 'asha'), await talker(t, 'ravi')]
  const { id } = await roomWith(asha, 'ravi')
  await say(asha, id, 'a word of mine')
  await say(ravi, id, 'an answer')
  const { conversations } = (await ownConversations(t.site.store.db, asha.id, t.site)) as {
    conversations: { with: string; messages: { from_me: boolean; text: string }[] }[]
  }
  expect(conversations.map((one) => [one.with, one.messages.map(({ from_me, text }) => [from_me, text])])).toEqual([
    [
      'ravi',
      [
        [true, 'a word of mine'],
        [false, 'an answer'],
      ],
    ],
  ])
  const erase = apps.find(({ name }) => name === 'chat')?.erase
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => (await erase?.(tx, asha.id)) ?? [])
  expect((await history(ravi, id)).results.map(({ text, deleted_at }) => [text, deleted_at !== null])).toEqual([
    [null, true],
    ['an answer', false],
  ])
  await t.end()
})
