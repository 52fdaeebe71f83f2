type Json = Record<string, unknown>

const kinds: Record<string, (value: unknown) => boolean> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Whether a value is what a JSON Schema says, in the part of JSON Schema that the doors use. */
export function fits(schema: Json, value: unknown): boolean {
  const { type, anyOf, properties, required, additionalProperties, items } = schema
  if (Array.isArray(anyOf) && !anyOf.some((one) => fits(one as Json, value))) return false
  if ('const' in schema && schema['const'] !== value) return false
  if (type !== undefined && ![type].flat().some((name) => kinds[String(name)]?.(value))) return false
  if (Array.isArray(value)) return items === undefined || value.every((item) => fits(items as Json, item))
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(required) && required.some((name) => !Object.hasOwn(value, String(name)))) return false
  return Object.entries(value).every(([name, inner]) => {
    const own = (properties as Json | undefined)?.[name] ?? additionalProperties
    return own === undefined || own === true || (own !== false && fits(own as Json, inner))
  })
}
