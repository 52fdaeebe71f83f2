import { expect, type Page } from '@playwright/test'

/** The rows of todos on the page, as they stand. */
export const rows = (page: Page) => page.locator('main [data-todo]:not([data-leaving]) [data-row]')
export const row = (page: Page, title: string | RegExp) => rows(page).filter({ hasText: title })
export const titles = (page: Page) => rows(page).evaluateAll((all) => all.map((one) => one.querySelector('[dir=auto]')?.textContent))
export const newTodo = (page: Page) => page.getByRole('main').getByRole('textbox', { name: /^(New todo|नया काम)$/ })
export const side = (page: Page) => page.getByRole('main').getByRole('navigation')

export async function add(page: Page, ...texts: string[]) {
  for (const text of texts) {
    await newTodo(page).fill(text)
    await newTodo(page).press('Enter')
    await expect(newTodo(page)).toHaveValue('')
  }
}

interface NewTodo {
  title: string
  [field: string]: unknown
}

/** A writing call of the one who is signed in in the page's browser. */
async function post(page: Page, path: string, data: object): Promise<{ id: string }> {
  const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
  const answer = await page.request.post(path, { data, headers: { 'x-csrftoken': csrfToken } })
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true)
  return answer.json()
}

/** Makes a list with todos by the API, as the one who is signed in on the page. */
export async function listWith(page: Page, name: string, todos: readonly NewTodo[] = []): Promise<string> {
  const { id } = await post(page, '/api/lists/', { name })
  for (const todo of todos) await post(page, '/api/todos/', { list_id: id, ...todo })
  return id
}

/** Many todos at once, by a file. */
export async function fill(page: Page, list_id: string, count: number) {
  const lines = Array.from({ length: count }, (_, i) => `task,Number ${i + 1},,4,1,,,,en,`)
  const text = ['TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE', ...lines].join('\n')
  await post(page, '/api/todos/import/', { list_id, format: 'todoist', text })
}

/** Everything of it is with the server. */
export const sent = (page: Page) =>
  expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('private.tasks.queue.')))).toEqual([])

/** The browser keeps what the app is made of, and has taken it in hand. */
export const keptOffline = (page: Page) =>
  expect.poll(() => page.evaluate(async () => Boolean(navigator.serviceWorker.controller && (await caches.match('/app.html')))), { timeout: 20_000 }).toBe(true)
