export const fields = ['name', 'email', 'subject', 'message'] as const
export type FieldName = (typeof fields)[number]
export type Given = Record<FieldName, string>
/** With the id that it is sent under, so that the same message twice is one. */
export type Draft = Given & { id: string }

export const most: Record<FieldName, number> = { name: 100, email: 254, subject: 150, message: 5000 }

/** What is wrong with each field, by the key of its sentence. The server checks again. */
export function wrongIn(given: Given): Partial<Record<FieldName, FieldName | 'long'>> {
  const email = /^[^\s@<>(),;:"[\]\\]+@[^\s@.<>(),;:"[\]\\]+(\.[^\s@.<>(),;:"[\]\\]+)+$/u.test(given.email.trim())
  const wrong = (name: FieldName) => (given[name].trim() === '' || (name === 'email' && !email) ? name : given[name].length > most[name] ? 'long' : undefined)
  return Object.fromEntries(fields.flatMap((name) => (wrong(name) ? [[name, wrong(name)]] : [])))
}
