import { expect, type Page } from '@playwright/test'
import { changeRows } from './chat-steps.ts'
import type { RunningSite } from './site.ts'

export interface Writer {
  username: string
  token: string
}
type Body = Record<string, unknown>

async function call(page: Page, method: 'POST' | 'PATCH', path: string, data: Body, token?: string): Promise<Body> {
  const answer = await page.request.fetch(path, { method, data, ...(token ? { headers: { authorization: `Token ${token}` } } : {}) })
  const body = (await answer.json()) as Body
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${JSON.stringify(body)}`)
  return body
}

const password = 'river stone mango 42'

/** Somebody with an account, made by the API: journeys that are not about signing up begin here. */
export async function writerOf(page: Page, name: string): Promise<Writer> {
  const username = `${name}.${Math.floor(Math.random() * 1e9)}`
  await call(page, 'POST', '/api/auth/register', { username, email: `${username}@example.com`, password })
  const { access_token } = await call(page, 'POST', '/api/auth/login', { username, password })
  return { username, token: String(access_token) }
}

/** Lets the page's browser be signed in as somebody. */
export async function enter(page: Page, { username }: Writer) {
  const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
  const answer = await page.request.post('/auth/login/', { data: { username, password }, headers: { 'x-csrftoken': csrfToken } })
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`)
}

export interface Made {
  id: string
  slug: string
}
export async function post(page: Page, { token }: Writer, more: Body = {}): Promise<Made> {
  const { data } = await call(
    page,
    'POST',
    '/api/posts',
    { postname: 'A slow train', content: 'The **last** train leaves at dusk.', category: 'Travel', ...more },
    token,
  )
  return data as Made
}
export async function comment(page: Page, { token }: Writer, { id }: Made, content: string, parent_id: string | null = null): Promise<Made> {
  return (await call(page, 'POST', `/api/posts/${id}/comments`, { content, parent_id }, token))['data'] as Made
}
export const change = (page: Page, { token }: Writer, path: string, data: Body) => call(page, 'PATCH', path, data, token)

/** Makes somebody staff, as an admin would. */
export async function promote(page: Page, site: RunningSite, { username, token }: Writer) {
  changeRows(site, 'update users set role = ? where username = ?', ['staff', username])
  // Another process has written: the server notices that within 250 ms, and asks its database anew.
  const status = async () => (await page.request.get('/api/moderation', { headers: { authorization: `Token ${token}` } })).status()
  await expect.poll(status).toBe(200)
}
