import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { apps } from '#apps'
import { testSite } from '#server/testing.ts'
import { type Comment, removeComment, restoreComment } from '../contract/comments.ts'
import { decideCase } from '../contract/moderation.ts'
import { person } from './people.ts'
import { countOn, newPost, say, talkOf } from './talk.ts'

interface Model {
  id: string
  parent: Model | undefined
  held: boolean
  hidden: boolean
  removed_by: 'author' | 'staff' | undefined
}
const visible = (c: Model) => !c.held && !c.hidden && !c.removed_by

/** Those that stand, in the order in which a conversation reads. */
function reading(all: Model[]): Model[] {
  const stands = (c: Model): boolean => visible(c) || all.some((other) => other.parent === c && stands(other))
  const below = (parent: Model | undefined): Model[] => all.filter((c) => c.parent === parent && stands(c)).flatMap((c) => [c, ...below(c)])
  return below(undefined)
}

const acts = ['say', 'say', 'say', 'answer', 'answer', 'spam', 'remove', 'staff remove', 'restore', 'hide', 'show', 'approve'] as const
const Steps = fc.array(fc.record({ act: fc.constantFrom(...acts), pick: fc.nat(30) }), { minLength: 10, maxLength: 30 })

test('whatever people and staff do, the conversation and its count are those of the model', async () => {
  const t = await testSite(apps)
  const [admin, asha] = [await person(t, 'admin'), await person(t, 'asha')]
  await fc.assert(
    fc.asyncProperty(Steps, async (steps) => {
      const { id: post_id } = await newPost(admin)
      const all: Model[] = []
      for (const { act, pick } of steps) {
        const picked = all[pick % Math.max(1, all.length)]
        if (act === 'say' || act === 'spam' || act === 'answer') {
          const parent = act === 'answer' ? picked : undefined
          if (act === 'answer' && !parent) continue
          const content = act === 'spam' ? 'see https://strangers.example' : 'a word'
          const { status, data } = await say(asha, post_id, content, { parent_id: parent?.id ?? null })
          expect(status).toBe(parent && !visible(parent) ? 404 : 201)
          if (status !== 201) continue
          const place = all.find(({ id }) => id === (data as Comment).parent_id)
          // Somebody of whom staff have let something through is no newcomer any more.
          all.push({ id: data.id, parent: place, held: data.status === 'held', hidden: false, removed_by: undefined })
          continue
        }
        if (!picked) continue
        const params = { id: picked.id }
        const decide = async (action: 'hide' | 'restore' | 'approve') =>
          (await admin.call(decideCase, { params: { kind: 'comment', ...params }, body: { action, reason: 'because' } })).status === 200
        if (act === 'remove' || act === 'staff remove') {
          await (act === 'remove' ? asha : admin).call(removeComment, { params })
          picked.removed_by ??= act === 'remove' ? 'author' : 'staff'
        }
        if (act === 'restore') {
          const { status } = await asha.call(restoreComment, { params })
          expect(status).toBe(picked.removed_by === 'staff' ? 404 : 200)
          if (picked.removed_by === 'author') picked.removed_by = undefined
        }
        if (act === 'hide') {
          expect(await decide('hide')).toBe(!picked.hidden && !picked.removed_by)
          if (!picked.removed_by) picked.hidden = true
        }
        if (act === 'show') {
          expect(await decide('restore')).toBe(picked.hidden && !picked.removed_by)
          if (picked.hidden && !picked.removed_by) Object.assign(picked, { hidden: false, held: false })
        }
        if (act === 'approve') {
          expect(await decide('approve')).toBe(picked.held && !picked.hidden && !picked.removed_by)
          if (!picked.hidden && !picked.removed_by) picked.held = false
        }
      }
      const shown = (await talkOf(t.visitor(), post_id)).items
      expect(shown.map(({ id }) => id)).toEqual(reading(all).map(({ id }) => id))
      expect(shown.filter(({ content }) => content !== '').map(({ id }) => id)).toEqual(
        reading(all)
          .filter(visible)
          .map(({ id }) => id),
      )
      expect(await countOn(t, post_id)).toBe(all.filter(visible).length)
    }),
    { numRuns: 12 },
  )
  await t.end()
}, 120_000)
