import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'

/** A text in pieces, those that were searched for marked. */
const Marked = z.array(z.object({ text: z.string(), hit: z.boolean() }))

export const Hit = z
  .object({
    kind: z.enum(['state', 'post', 'comment']),
    id: z.string().meta({ description: 'A slug for states, else a UUID.' }),
    path: z.string().meta({ description: 'Of its page, below the language prefix.' }),
    title: Marked,
    snippet: Marked,
    language: z.string(),
    draft: z.boolean().meta({ description: 'Your own, which nobody else finds.' }),
  })
  .meta({ id: 'SearchHit' })
export type Hit = z.infer<typeof Hit>

export const search = endpoint({
  name: 'portal.search',
  door: portalDoor,
  method: 'GET',
  path: '/api/search',
  summary: 'States, posts and comments that have all the words, the last one also by its beginning',
  description: 'The best first: in the name before in the text. A word that nothing has is taken for the nearest that something has.',
  query: z.object({ ...pageQuery, q: z.string().max(200).default(''), kind: z.enum(['state', 'post', 'comment']).optional() }),
  returns: pageOf(Hit),
})
