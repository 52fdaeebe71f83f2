import { newId } from '#contract/ids.ts'
import type { TestSite, Visitor } from '#server/testing.ts'
import { png } from '#server/testing-pictures.ts'
import { codeTo } from '../../apps/accounts/tests/mails.ts'

/** One way of writing something. */
export interface Flow {
  name: string
  /** Somebody or something for one try; what comes back sends the request, and looks at what holds after its answer. */
  /** What it answers with is read after the commit, so an error may come after all was done. */
  answers_after?: true
  fresh: () => Promise<{ send: () => Promise<Response>; holds?: (status: number) => Promise<void> }>
}

export interface People {
  t: TestSite
  admin: Visitor
  asha: Visitor
  ravi: Visitor
}

export const password = 'Peepal-tree-7'
const json = (who: Visitor, method: string, path: string, body?: unknown) =>
  who.request(path, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })

/** What the answer to a preparation says; it has to go well. */
async function made<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

let n = 0
const somebody = () => `f${++n}${crypto.randomUUID().slice(0, 8)}`

function must(held: boolean, what: string): void {
  if (!held) throw new Error(what)
}

export const accountFlows = ({ t }: People): Flow[] => [
  ...['/auth/register/', '/api/auth/register', '/api/v1/auth/register'].map((path) => ({
    name: `signing up at ${path}`,
    fresh: async () => {
      const who = await t.visitor().withCsrf()
      const username = somebody()
      return { send: () => json(who, 'POST', path, { username, email: `${username}@example.com`, password }) }
    },
  })),
  ...['/auth/login/', '/api/auth/login', '/api/v1/auth/login', '/api/token/'].map((path) => ({
    name: `signing in at ${path}`,
    ...(path === '/api/v1/auth/login' && { answers_after: true as const }),
    fresh: async () => {
      const username = somebody()
      await t.person(username)
      const who = await t.visitor().withCsrf()
      return { send: () => json(who, 'POST', path, { username, password }) }
    },
  })),
  ...['/api/v1/auth/refresh', '/api/token/refresh/'].map((path) => ({
    name: `a rotation at ${path}`,
    fresh: async () => {
      const username = somebody()
      await t.person(username)
      const who = t.visitor()
      const pair = await made<{ refresh?: string; data?: { refresh: string } }>(
        json(who, 'POST', path.includes('v1') ? '/api/v1/auth/login' : '/api/token/', { username, password }),
      )
      const refresh = pair.refresh ?? pair.data?.refresh
      const send = () => json(t.visitor(), 'POST', path, { refresh })
      // A rotation that failed never happened: the same token is good, and within the grace it gives the same successor.
      return { send, holds: async () => must((await send()).status === 200, 'the old refresh token is dead') }
    },
  })),
  {
    name: 'signing out',
    fresh: async () => {
      const who = await t.person(somebody())
      const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const holds = async (status: number) => {
        const alive = (await t.visitor({ headers: { cookie } }).request('/auth/me/')).status === 200
        must(!(status < 300 && alive), 'signed out, and the session is alive')
      }
      return { send: () => who.request('/auth/logout/', { method: 'POST', headers: { cookie } }), holds }
    },
  },
  {
    name: 'confirming an address',
    fresh: async () => {
      const username = somebody()
      const who = await t.person(username)
      const email = `${username}@example.com`
      const code = await codeTo(t, email)
      return { send: () => json(who, 'POST', '/auth/verify-otp/', { email, code, username }) }
    },
  },
  {
    name: 'asking for a reset',
    fresh: async () => {
      const username = somebody()
      await t.person(username)
      const who = await t.visitor().withCsrf()
      return { send: () => json(who, 'POST', '/auth/password-reset/', { email: `${username}@example.com` }) }
    },
  },
  {
    name: 'a new password by code',
    fresh: async () => {
      const username = somebody()
      const email = `${username}@example.com`
      await t.person(username)
      const who = await t.visitor().withCsrf()
      await made(json(who, 'POST', '/auth/password-reset/', { email }))
      const code = await codeTo(t, email)
      return { send: () => json(who, 'POST', '/auth/password-reset/confirm/', { email, code, new_password: 'Neem-tree-81' }) }
    },
  },
  {
    name: 'a new password by the old one',
    fresh: async () => {
      const username = somebody()
      const who = await t.person(username)
      await t.person(`${username}x`)
      const other = await t.visitor().withCsrf()
      await made(json(other, 'POST', '/auth/login/', { username, password }))
      const holds = async (status: number) => {
        const alive = (await other.request('/auth/me/')).status === 200
        must(!(status < 300 && alive), 'the password is new, and the other session is alive')
      }
      return { send: () => json(who, 'POST', '/auth/password-change/', { current_password: password, new_password: 'Neem-tree-81' }), holds }
    },
  },
  {
    name: 'ending all other sessions',
    fresh: async () => {
      const username = somebody()
      const who = await t.person(username)
      const other = await t.visitor().withCsrf()
      await made(json(other, 'POST', '/auth/login/', { username, password }))
      const holds = async (status: number) => {
        const alive = (await other.request('/auth/me/')).status === 200
        must(!(status < 300 && alive), 'said to be ended, and alive')
      }
      return { send: () => who.request('/auth/sessions/', { method: 'DELETE' }), holds }
    },
  },
  {
    name: 'a key',
    fresh: async () => {
      const who = await t.person(somebody())
      return { send: () => json(who, 'POST', '/auth/keys/', { name: 'Backup', scope: 'read' }) }
    },
  },
  {
    name: 'closing the account',
    fresh: async () => {
      const username = somebody()
      const who = await t.person(username)
      return { send: () => json(who, 'POST', '/auth/deletion/', { username, current_password: password }) }
    },
  },
]

const aPost = { postname: 'A slow train', content: 'The **last** train leaves at dusk.', category: 'Travel' }
const postBy = async (who: Visitor) => (await made<{ data: { id: string; version: number } }>(json(who, 'POST', '/api/posts', { ...aPost, id: newId() }))).data

export const portalFlows = ({ t, asha, ravi }: People): Flow[] => [
  { name: 'a post', fresh: async () => ({ send: () => json(asha, 'POST', '/api/posts', { ...aPost, id: newId() }) }) },
  {
    name: 'changing a post',
    fresh: async () => {
      const { id, version } = await postBy(asha)
      return { send: () => json(asha, 'PATCH', `/api/posts/${id}`, { content: 'The **first** train leaves at dawn.', version }) }
    },
  },
  {
    name: 'a like',
    fresh: async () => {
      const { id } = await postBy(asha)
      return { send: () => json(ravi, 'POST', `/api/posts/${id}/like`) }
    },
  },
  {
    name: 'a comment that mentions its reader',
    fresh: async () => {
      const { id } = await postBy(asha)
      return { send: () => json(ravi, 'POST', `/api/posts/${id}/comments`, { content: 'Was it late, @asha?' }) }
    },
  },
  {
    name: 'removing a post',
    fresh: async () => {
      const { id } = await postBy(asha)
      const holds = async (status: number) => {
        const seen = (await t.visitor().request(`/api/posts/${id}`)).status === 200
        must(!(status < 300 && seen), 'removed, and still shown')
      }
      return { send: () => json(asha, 'DELETE', `/api/posts/${id}`), holds }
    },
  },
  {
    name: 'a picture',
    fresh: async () => {
      const body = new Blob([png(60, 40, () => [n++ % 256, 10, 10])], { type: 'image/png' })
      return { send: () => asha.request('/api/images', { method: 'POST', body, headers: { 'content-type': 'image/png' } }) }
    },
  },
  {
    name: 'a letter to those who run the site',
    fresh: async () => {
      const letter = { id: newId(), name: 'Asha', email: 'asha@example.com', subject: 'A wrong date', message: 'Nagaland was formed in 1963.' }
      return { send: () => json(t.visitor(), 'POST', '/api/contact', letter) }
    },
  },
]

export const tasksFlows = ({ asha }: People): Flow[] => {
  const aList = async () => (await made<{ id: string }>(json(asha, 'POST', '/api/lists/', { id: newId(), name: 'Kerala in January' }))).id
  const aTodo = async () =>
    made<{ id: string; version: number; list_id: string }>(
      json(asha, 'POST', '/api/todos/', { id: newId(), list_id: await aList(), title: 'Book the night train' }),
    )
  return [
    { name: 'a list', fresh: async () => ({ send: () => json(asha, 'POST', '/api/lists/', { id: newId(), name: 'Goa' }) }) },
    {
      name: 'a todo',
      fresh: async () => {
        const todo = { id: newId(), list_id: await aList(), title: 'Book the night train' }
        return { send: () => json(asha, 'POST', '/api/todos/', todo) }
      },
    },
    {
      name: 'a todo that is done and comes again',
      fresh: async () => {
        const todo = { id: newId(), list_id: await aList(), title: 'Water the plants', due_date: '2026-12-01', recurrence: 'FREQ=DAILY' }
        const { id, version } = await made<{ id: string; version: number }>(json(asha, 'POST', '/api/todos/', todo))
        return { send: () => json(asha, 'PATCH', `/api/todos/${id}/`, { status: 'done', version }) }
      },
    },
    {
      name: 'many todos at once',
      fresh: async () => {
        const todos = [await aTodo(), await aTodo(), await aTodo()].map(({ id, version }) => ({ id, version }))
        return { send: () => json(asha, 'POST', '/api/todos/bulk/', { action: 'status', status: 'done', todos }) }
      },
    },
    {
      name: 'removing a list with its todos',
      fresh: async () => {
        const { list_id } = await aTodo()
        return { send: () => json(asha, 'DELETE', `/api/lists/${list_id}/?version=1`) }
      },
    },
  ]
}

export const chatFlows = ({ t, asha, ravi, room_id, verified }: People & { room_id: string; verified: (username: string) => Promise<Visitor> }): Flow[] => {
  const aMessage = async (who = asha) =>
    await made<{ id: string; seq: number }>(json(who, 'POST', `/api/chat/rooms/${room_id}/messages/`, { id: newId(), text: 'The tea is ready' }))
  return [
    {
      name: 'a conversation',
      fresh: async () => {
        const username = somebody()
        await verified(username)
        return { send: () => json(asha, 'POST', '/api/chat/rooms/', { username }) }
      },
    },
    {
      name: 'a message',
      fresh: async () => {
        const message = { id: newId(), text: 'The tea is ready' }
        const send = () => json(asha, 'POST', `/api/chat/rooms/${room_id}/messages/`, message)
        // Whoever was told that it failed sends it again: then it is there once, with one number.
        const holds = async () => {
          must((await send()).ok, 'sending again fails')
          const rows = await t.site.store.db.selectFrom('chat_messages').select('seq').where('id', '=', message.id).execute()
          must(rows.length === 1, `it is there ${rows.length} times`)
        }
        return { send, holds }
      },
    },
    {
      name: 'changing a message',
      fresh: async () => {
        const { id } = await aMessage()
        return { send: () => json(asha, 'PATCH', `/api/chat/rooms/${room_id}/messages/${id}/`, { text: `Changed ${id}` }) }
      },
    },
    {
      name: 'deleting a message for both',
      fresh: async () => {
        const { id } = await aMessage()
        return { send: () => json(asha, 'DELETE', `/api/chat/rooms/${room_id}/messages/${id}/`) }
      },
    },
    {
      name: 'having read',
      fresh: async () => {
        const { seq } = await aMessage()
        return { send: () => json(ravi, 'POST', `/api/chat/rooms/${room_id}/read/`, { seq }) }
      },
    },
    {
      name: 'blocking somebody',
      fresh: async () => {
        const username = somebody()
        await verified(username)
        const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()
        return { send: () => json(asha, 'PUT', `/api/chat/blocks/${id}/`) }
      },
    },
  ]
}
