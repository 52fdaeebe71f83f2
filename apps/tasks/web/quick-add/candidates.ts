import type { Day } from '../days.ts'
import { date_rules } from './date-rules.ts'
import { priorities } from './dictionary.ts'
import { type KnownList, listAt } from './list-names.ts'
import { repeat_rules } from './repeat-rules.ts'
import { type Meaning, type Rule, rule } from './rules.ts'
import { time_rules } from './time-rules.ts'
import { isPunctuation, type Line, type Token } from './tokens.ts'

/** A stretch of tokens that may mean something; both ends counted. */
interface Candidate {
  first: number
  last: number
  weak: boolean
  meaning: Meaning
}
export interface Chosen {
  start: number
  end: number
  meaning: Meaning
}

const priority_rule = rule(`!(${priorities.any})`, ([, word = '']) => {
  const priority = priorities.of(word)
  return priority && { kind: 'priority', priority }
})
const rules: Rule[] = [...repeat_rules, ...date_rules, ...time_rules, priority_rule]

/** What the text may say, from left to right, each as long as it can be. */
export function candidatesIn(text: string, line: Line, today: Day, lists: readonly KnownList[]): Candidate[] {
  const candidates: Candidate[] = []
  for (let i = 0; i < line.tokens.length; ) {
    const found = listCandidate(text, line, i, lists) ?? longestRule(line, i, today)
    if (found) candidates.push(found)
    i = found ? found.last + 1 : i + 1
  }
  return candidates
}

function listCandidate(text: string, line: Line, i: number, lists: readonly KnownList[]): Candidate | undefined {
  const found = listAt(text, line, i, lists)
  return found && { first: i, last: i + found.taken - 1, weak: false, meaning: found.meaning }
}

function longestRule({ tokens, folded }: Line, i: number, today: Day): Candidate | undefined {
  const at = tokens[i]?.at ?? 0
  let longest: Candidate | undefined
  let length = 0
  for (const { pattern, meaning, weak = false } of rules) {
    pattern.lastIndex = at
    const found = pattern.exec(folded)
    if (!found || found[0].length <= length) continue
    const meant = meaning(found, today)
    if (!meant) continue
    length = found[0].length
    longest = { first: i, last: lastWithin(tokens, i, at + length), weak, meaning: meant }
  }
  return longest
}

function lastWithin(tokens: readonly Token[], i: number, end: number): number {
  let last = i
  while ((tokens[last + 1]?.at ?? end) < end) last++
  return last
}

/** Of each kind one: what stands at the end was most probably meant, then what stands at the beginning. */
export function choose(tokens: readonly Token[], candidates: Candidate[]): Chosen[] {
  const closing = atTheEnd(tokens, candidates)
  const sure = candidates.filter((one) => !one.weak || closing.has(one))
  const pick = (kind: Meaning['kind'], from: Candidate[] = sure) => {
    const same = from.filter(({ meaning }) => meaning.kind === kind)
    return same.findLast((one) => closing.has(one)) ?? same.find(({ first }) => first === 0) ?? same[0]
  }
  const repeat = pick('recurrence')
  const days = [repeat, pick('date') ?? (repeat ? undefined : pick('instant'))].filter((one) => one !== undefined)
  const chosen = [...days, ...timesFor(days, candidates, pick)]
  for (const kind of ['priority', 'list'] as const) {
    const last = candidates.findLast(({ meaning }) => meaning.kind === kind)
    if (last) chosen.push(last)
  }
  const unknown = pick('new_list')
  if (unknown && !chosen.some(({ meaning }) => meaning.kind === 'list')) chosen.push(unknown)
  return chosen
    .sort((a, b) => a.first - b.first)
    .map(({ first, last, meaning }) => ({ start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0, meaning }))
}

/** A time beside the day is that day's; one that says less counts only there. */
function timesFor(days: Candidate[], candidates: Candidate[], pick: (kind: 'time', from?: Candidate[]) => Candidate | undefined): Candidate[] {
  if (days.some(({ meaning }) => meaning.kind === 'instant')) return []
  const near = chained(days, candidates)
  const time = pick('time', near) ?? pick('time')
  const around = time ? chained([...days, time], candidates) : near
  const parts = candidates.filter((one) => one.meaning.kind === 'part' && (around.includes(one) || one.meaning.standing))
  const part = parts.find((one) => around.includes(one)) ?? parts[0]
  return [time, part].filter((one) => one !== undefined)
}

/** Times and parts of the day that stand right beside these, or beside such. */
function chained(middle: Candidate[], candidates: Candidate[]): Candidate[] {
  const found = new Set(middle.filter(({ meaning }) => meaning.kind === 'time'))
  for (const one of middle)
    for (const step of [-1, 1]) {
      let at = candidates.indexOf(one)
      for (let last = one; ; last = candidates[at] as Candidate) {
        at += step
        const next = candidates[at]
        if (!next || !['time', 'part'].includes(next.meaning.kind)) break
        if (step > 0 ? last.last + 1 !== next.first : next.last + 1 !== last.first) break
        found.add(next)
      }
    }
  return [...found]
}

/** Those behind which nothing stands but others and punctuation. */
function atTheEnd(tokens: readonly Token[], candidates: Candidate[]): Set<Candidate> {
  const closing = new Set<Candidate>()
  let last = tokens.length - 1
  for (const one of candidates.toReversed()) {
    while (last > one.last && isPunctuation(tokens[last] as Token)) last--
    if (last !== one.last || one.meaning.kind === 'new_list') break
    closing.add(one)
    last = one.first - 1
  }
  return closing
}
