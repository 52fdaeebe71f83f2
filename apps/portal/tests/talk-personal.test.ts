import { expect, test } from 'bun:test'
import { apps } from '#apps'
import { testSite } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { removeComment } from '../contract/comments.ts'
import { sendContact } from '../contract/contact.ts'
import { addReport } from '../contract/moderation.ts'
import { setNoticeSettings } from '../contract/notices.ts'
import { good, operator, person, settle } from './people.ts'
import { countOn, newPost, said, talkOf } from './talk.ts'

const portal = apps.find(({ name }) => name === 'portal')

test('one takes along what one said, reported and wrote; erased, nothing of it is left but empty places', async () => {
  const t = await testSite(apps)
  await person(t, 'admin')
  const [asha, ravi] = [await person(t, 'asha'), await person(t, 'ravi')]
  const { id } = await newPost(ravi)
  const own = await newPost(asha, { content: 'an axolotl of mine', status: 'draft' })
  const answered = await said(asha, id, 'my quokka opinion')
  await said(ravi, id, 'an answer of mine', { parent_id: answered.id })
  await said(asha, id, 'a wombat alone')
  const foreign = await said(ravi, id, 'a remark')
  good(await asha.call(addReport, { body: { kind: 'comment', id: foreign.id, reason: 'abuse', note: 'a numbat note' } }), 201)
  good(await asha.call(setNoticeSettings, { body: { mail: 'daily' } }))
  const message = { name: 'Asha', email: 'asha@example.com', subject: 'Bilby', message: 'A bilby message' }
  good(await asha.call(sendContact, { body: message }), 201)
  good(await t.visitor().call(sendContact, { body: { ...message, message: 'Another bilby' } }), 201)
  await settle(t)

  const taken = JSON.stringify(await portal?.exports?.(t.site.store.db, asha.id, t.site))
  for (const text of ['my quokka opinion', 'a wombat alone', 'a numbat note', 'A bilby message', '"daily"']) expect(taken).toContain(text)
  expect(taken).not.toContain('an answer of mine')

  await t.site.store.write(operator, async (tx) => {
    await portal?.erase?.(tx, asha.id)
    await tx.deleteFrom('jobs').where('name', 'in', ['kernel.send_mail', 'portal.sweep_words']).execute()
    await tx.deleteFrom('sent_mails').execute()
    await tx.deleteFrom('portal_posts').where('id', '=', own.id).execute()
  })
  await settle(t)
  expect((await talkOf(t.visitor(), id)).items.map(({ content, author, status }) => [content, author?.username, status])).toEqual([
    ['', undefined, 'removed'],
    ['an answer of mine', 'ravi', 'visible'],
    ['a remark', 'ravi', 'visible'],
  ])
  expect(await countOn(t, id)).toBe(2)
  const everything = (await everyRow(t.site)).toLowerCase()
  for (const word of ['quokka', 'wombat', 'numbat', 'bilby', 'axolotl']) expect(`${word} ${everything.includes(word)}`).toBe(`${word} false`)
  await t.end()
})

test('what was removed a month ago goes for good, the answered ones as empty places', async () => {
  const t = await testSite(apps)
  await person(t, 'admin')
  const asha = await person(t, 'asha')
  const { id } = await newPost(asha)
  const parent = await said(asha, id, 'parent')
  await said(asha, id, 'child', { parent_id: parent.id })
  const alone = await said(asha, id, 'alone')
  for (const one of [parent, alone]) good(await asha.call(removeComment, { params: { id: one.id } }))
  good(await t.visitor().call(sendContact, { body: { name: 'Bot', email: 'bot@example.net', subject: 'x', message: 'y', website: 'z' } }), 201)
  t.pass(31 * 86_400_000)
  const purge = portal?.jobs?.find(({ name }) => name === 'portal.purge_talk')
  await purge?.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  const rows = await t.site.store.db.selectFrom('portal_comments').select(['id', 'content']).orderBy('path').execute()
  expect(rows.map(({ content }) => content)).toEqual(['', 'child'])
  expect(await t.site.store.db.selectFrom('portal_contacts').select('id').execute()).toEqual([])
  await t.end()
})
