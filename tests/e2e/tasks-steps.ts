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

/** Makes a list with todos by the API, as the one who is signed in on the page. */
export async function listWith(page: Page, name: string, todos: readonly NewTodo[] = []): Promise<string> {
  return page.evaluate(
    async ([list_name, all]) => {
      const { csrfToken } = await (await fetch('/auth/csrf/')).json()
      const post = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json', 'x-csrftoken': csrfToken }
        return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
      }
      const { id } = await post('/api/lists/', { name: list_name })
      for (const todo of all) await post('/api/todos/', { list_id: id, ...todo })
      return id as string
    },
    [name, todos] as const,
  )
}

/** Many todos at once, by a file. */
export const fill = (page: Page, list_id: string, count: number) =>
  page.evaluate(
    async ([into, many]) => {
      const { csrfToken } = await (await fetch('/auth/csrf/')).json()
      const lines = Array.from({ length: many }, (_, i) => `task,Number ${i + 1},,4,1,,,,en,`)
      const text = ['TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE', ...lines].join('\n')
      const headers = { 'content-type': 'application/json', 'x-csrftoken': csrfToken }
      await fetch('/api/todos/import/', { method: 'POST', headers, body: JSON.stringify({ list_id: into, format: 'todoist', text }) })
    },
    [list_id, count] as const,
  )

/** Everything of it is with the server. */
export const sent = (page: Page) =>
  expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('private.tasks.queue.')))).toEqual([])

/** The browser keeps what the app is made of, and has taken it in hand. */
export const keptOffline = (page: Page) =>
  expect.poll(() => page.evaluate(async () => Boolean(navigator.serviceWorker.controller && (await caches.match('/app.html')))), { timeout: 20_000 }).toBe(true)
