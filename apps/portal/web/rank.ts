import type { Language } from '#contract/render.ts'

/** 1 for the highest; equals share a rank. */
export const rankOf = (value: number, all: readonly number[]) => 1 + all.filter((other) => other > value).length

/** 1st, 2nd, 3rd, 11th, 21st. */
export function ordinal(rank: number): string {
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${rank}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(rank)] ?? 'th'}`
}

/** In Hindi the word order carries the ordinal: 36 में 13वाँ. */
export function rankText(value: number, all: readonly number[], language: Language): string {
  const rank = rankOf(value, all)
  return language === 'hi' ? String(rank) : ordinal(rank)
}
