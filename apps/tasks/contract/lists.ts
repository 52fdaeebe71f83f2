import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { whole } from '#contract/whole.ts'
import { blind, Color, most, Name, onePlace, place, repeatable, stale, Version } from './fields.ts'

export const List = z
  .object({
    id: z.uuid(),
    name: z.string(),
    color: z.string(),
    /** Opaque text; lists are in the order of these, compared by code unit. */
    position: z.string(),
    /** Of its todos that are to do or in progress. */
    open_count: z.int(),
    /** Of all its todos outside the trash; of a list in the trash, of those that went with it. */
    todo_count: z.int(),
    /** It can be read as a calendar at a secret address. */
    has_feed: z.boolean(),
    /** Counts changes of the list's own fields, not of its todos. */
    version: z.int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    deleted_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'List' })
export type List = z.infer<typeof List>

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const door = sessionDoor

export const listLists = endpoint({
  name: 'tasks.list_lists',
  door,
  method: 'GET',
  path: '/api/lists',
  summary: 'Your lists, in your order',
  description: 'With `trash=true` the deleted ones, which are kept for 30 days. Answers carry a weak `ETag`; `If-None-Match` gets 304.',
  query: z.object({ ...pageQuery, trash: flag.optional() }),
  returns: pageOf(List),
})

export const addList = endpoint({
  name: 'tasks.add_list',
  door,
  method: 'POST',
  path: '/api/lists',
  summary: 'Add a list; the same id again adds nothing',
  description: `At most ${most.lists} lists. ${repeatable}`,
  body: onePlace(z.strictObject({ id: GivenId.optional(), name: Name, color: Color.default('#0f766e'), ...place })),
  returns: List,
  status: 201,
  errors: { 404: 'The id is that of a list of somebody else.', 409: 'The Idempotency-Key was used with another body.' },
  example: { id: '0198a0b1-7c00-7000-8000-000000000001', name: 'Kerala in January', color: '#0f766e' },
})

export const getList = endpoint({
  name: 'tasks.get_list',
  door,
  method: 'GET',
  path: '/api/lists/:id',
  summary: 'One list',
  returns: List,
})

const ListChange = z.strictObject({ name: Name, color: Color, ...place, version: Version.optional() }).partial()

const changes = 'Demands the version that was seen: `If-Match: "7"` or `version`. Another one changes nothing.'
const versioned = { 409: stale, 428: blind }
export const changeList = endpoint({
  name: 'tasks.change_list',
  door,
  method: 'PATCH',
  path: '/api/lists/:id',
  summary: 'Change some fields of a list, or move it',
  description: changes,
  body: onePlace(ListChange),
  returns: List,
  errors: versioned,
  example: { name: 'Kerala in February', version: 1 },
})

export const replaceList = endpoint({
  name: 'tasks.replace_list',
  door,
  method: 'PUT',
  path: '/api/lists/:id',
  summary: 'Replace the fields of a list',
  description: changes,
  body: z.strictObject({ name: Name, color: Color, version: Version.optional() }),
  returns: List,
  errors: versioned,
  example: { name: 'Kerala in February', color: '#b45309', version: 2 },
})

export const removeList = endpoint({
  name: 'tasks.remove_list',
  door,
  method: 'DELETE',
  path: '/api/lists/:id',
  summary: 'Move a list to the trash, with its todos',
  description: 'Demands the version: `If-Match: "7"` or `?version=7`. Kept for 30 days.',
  query: z.object({ version: whole(1).optional() }),
  status: 204,
  errors: versioned,
})

export const restoreList = endpoint({
  name: 'tasks.restore_list',
  door,
  method: 'POST',
  path: '/api/lists/:id/restore',
  summary: 'Bring a list back from the trash, with the todos that went with it',
  returns: List,
})
