import type { z } from 'zod'

interface Shown {
  schema: z.ZodType
  text?: string
}
const known = new WeakMap<object, Shown>()

/** Only what the schema declares. Where the same is given to others once more, such as news that are the answer too, it need not be looked at again. */
export function show<S extends z.ZodType>(schema: S, value: z.input<S>): z.output<S> {
  const shown = schema.parse(value)
  // Frozen, since what is changed now would leave unseen.
  if (typeof shown === 'object' && shown !== null) known.set(Object.freeze(shown), { schema })
  return shown
}

/** Whether it came out of `show` with this very schema. */
export const isShown = (schema: z.ZodType, value: unknown): boolean => typeof value === 'object' && value !== null && known.get(value)?.schema === schema

/** As JSON, which is made once of what was shown. */
export function jsonOf(value: unknown): string {
  const shown = typeof value === 'object' && value !== null ? known.get(value) : undefined
  if (!shown) return JSON.stringify(value) ?? 'null'
  shown.text ??= JSON.stringify(value)
  return shown.text
}
