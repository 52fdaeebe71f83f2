import type { Tx } from '#server/db/db.ts'
import { touch } from '#server/http/freshness.ts'
import { people_tag, personTag } from '#server/http/people-tags.ts'
import type { Preferences } from '../contract/fields.ts'

interface Named {
  first_name: string
  last_name: string
  preferences: Preferences
}

/** First and last name, where the person shows them to everybody; else empty. */
export function publicName({ first_name, last_name, preferences: { show_name = false } }: Named): string {
  return show_name ? `${first_name} ${last_name}`.trim() : ''
}

/** Their picture or public name is another: what visitors are kept of them is told. */
export const tellOfLooks = (tx: Tx, { number }: { number: number }) => touch(tx, personTag(number))

/** Somebody is there no more, or again. Rare, and it moves what many answers show: their places are empty or filled. */
export const tellOfPresence = (tx: Tx) => touch(tx, people_tag)
