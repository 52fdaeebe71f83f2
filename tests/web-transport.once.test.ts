import { afterEach, expect, test } from 'bun:test'
import { csrfToken, dropCsrfToken } from '#web/transport.ts'

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
  dropCsrfToken()
})

/** A server that answers when the test says so, each time with another token. */
function slowServer() {
  const answers: (() => void)[] = []
  globalThis.fetch = (() =>
    new Promise<Response>((answer, refuse) => {
      const csrfToken = `token ${answers.length + 1}`
      answers.push(() => (csrfToken === 'token 1' && refuses ? refuse(new TypeError('Failed to fetch')) : answer(Response.json({ csrfToken }))))
    })) as unknown as typeof fetch
  let refuses = false
  return { answers, refuse: () => (refuses = true) }
}

test('calls that begin together bring the same CSRF token, and later ones too', async () => {
  const { answers } = slowServer()
  const both = Promise.all([csrfToken(), csrfToken()])
  for (const answer of answers) answer()
  expect(await both).toEqual(['token 1', 'token 1'])
  expect(await csrfToken()).toBe('token 1')
  expect(answers).toHaveLength(1)
})

test('a CSRF token that was on its way when the session ended is not kept', async () => {
  const { answers } = slowServer()
  const before = csrfToken()
  dropCsrfToken()
  answers[0]?.()
  expect(await before).toBe('token 1')
  const after = csrfToken()
  answers[1]?.()
  expect(await after).toBe('token 2')
  expect(await csrfToken()).toBe('token 2')
})

test('without a network there is no CSRF token, and with one there is', async () => {
  const { answers, refuse } = slowServer()
  refuse()
  const first = csrfToken()
  answers[0]?.()
  expect(first).rejects.toThrow('Failed to fetch')
  await first.catch(() => {})
  const second = csrfToken()
  answers[1]?.()
  expect(await second).toBe('token 2')
})
