import { known_categories } from '../../contract/fields.ts'
import type { T } from './book.ts'

type Known = (typeof known_categories)[number]
const isKnown = (key: string): key is Known => (known_categories as readonly string[]).includes(key)

/** The name of a category in the reader's language where we know it, else as its writers call it. */
export const categoryName = (t: T, { key, name }: { key: string; name: string }): string => (isKnown(key) ? t(`categories.${key}`) : name)
