import type { Priority } from '../../contract/fields.ts'
import type { Day } from '../days.ts'
import type { DayPart } from './dictionary.ts'

/** What a part of the text may mean. */
export type Meaning =
  | { kind: 'date'; day: Day; part?: DayPart }
  /** A length of time from now. */
  | { kind: 'instant'; minutes: number }
  /** `bare`: an hour without morning or evening, nor written as a clock. */
  | { kind: 'time'; minutes: number; half: 'known' | 'clock' | 'bare' }
  /** `standing`: also where it stands beside no date and no hour. */
  | { kind: 'part'; part: DayPart; standing: boolean }
  /** With the first day of the rule. */
  | { kind: 'recurrence'; rule: string; first: Day; part?: DayPart }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'list'; list_id: string }
  /** A list that there is not: it stays in the title. */
  | { kind: 'new_list'; name: string }

/** A pattern over folded words, and what it means; undefined where the figures make no sense. `weak`: only where nothing but such things follows. */
export interface Rule {
  pattern: RegExp
  weak?: boolean
  meaning: (found: string[], today: Day) => Meaning | undefined
}

export const rule = (source: string, meaning: Rule['meaning'], weak = false): Rule => ({
  pattern: new RegExp(`(?:${source})(?= |$)`, 'y'),
  meaning: (found, today) =>
    meaning(
      found.map((part) => part ?? ''),
      today,
    ),
  weak,
})
