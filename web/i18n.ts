import { useCallback } from 'react'
import type { Language } from '#contract/render.ts'
import { usePage } from './page-context.ts'

/** One sentence for one thing and one for several, chosen by `{ count }`. */
export interface Plural {
  one: string
  other: string
}
export interface Words {
  [key: string]: string | Plural | Words
}
/** Every path to a sentence: `map.title`. */
export type Key<W> = { [K in keyof W & string]: W[K] extends string | Plural ? K : W[K] extends object ? `${K}.${Key<W[K]>}` : never }[keyof W & string]
export type Values = Record<string, string | number>
export type Translate<W> = (key: Key<W>, values?: Values) => string

/** Figures stay latin in Hindi, as newspapers and number plates have them; grouping is in lakh and crore in both. */
export const localeOf = (language: Language) => (language === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN')

const made = new Map<string, unknown>()
/** Intl objects are costly to make and stateless, so each is made once. */
function once<T>(name: string, make: () => T): T {
  const kept = (made.get(name) as T | undefined) ?? make()
  made.set(name, kept)
  return kept
}

function sentenceAt(words: Words, key: string): string | Plural | undefined {
  let at: string | Plural | Words | undefined = words
  for (const part of key.split('.')) at = typeof at === 'object' ? (at as Words)[part] : undefined
  return at as string | Plural | undefined
}

/** A sentence in the page's language with `{names}` filled in; numbers are grouped as India does. */
export function translate(words: Words, language: Language, key: string, values: Values = {}): string {
  const found = sentenceAt(words, key)
  const plural = once(`plural ${language}`, () => new Intl.PluralRules(localeOf(language)))
  const sentence = typeof found === 'object' ? (plural.select(Number(values['count'])) === 'one' ? found.one : found.other) : (found ?? key)
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? formatter(language).number(value) : (value ?? whole)
  })
}

/** The sentences of an app, or of some of its pages, in every language; a reader loads one of them. */
export interface Book<W = Words> {
  /** The app's name; further books of an app are named `app.part`. */
  name: string
  en: () => Promise<{ en: W }>
  hi: () => Promise<{ hi: W }>
}

/** What a page has read so far, by the book's name. */
export type Read = Record<string, Words | undefined>

export async function readBook(words: Read, language: Language, { name, en, hi }: Book): Promise<void> {
  words[name] ??= language === 'en' ? (await en()).en : (await hi()).hi
}

/** Makes a book's `useT`: `export const useT = wordsOf<typeof en>('portal')`. */
export function wordsOf<W extends Words>(book: string) {
  return function useT(): Translate<W> {
    const { words, language } = usePage()
    // The same function at each render, so that effects may depend on it.
    return useCallback((key, values) => translate(words[book] ?? {}, language, key, values), [words, language])
  }
}

export interface Formatter {
  number: (value: number, options?: Intl.NumberFormatOptions) => string
  /** From an ISO date or time; dates without a time mean that day everywhere. */
  date: (iso: string, options?: Intl.DateTimeFormatOptions) => string
  list: (items: readonly string[]) => string
  /** For sorting names as readers of the language expect. */
  compare: (a: string, b: string) => number
}

/** Where readers are thought to be until their browser has said. */
export const home_zone = 'Asia/Kolkata'

/** Times are India's unless another `zone` is given: pages of visitors are one for all of them. */
export function formatter(language: Language, zone = home_zone): Formatter {
  const locale = localeOf(language)
  return {
    number: (value, options = {}) => once(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options)).format(value),
    date: (iso, options = { day: 'numeric', month: 'long', year: 'numeric' }) => {
      const zoned: Intl.DateTimeFormatOptions = { timeZone: iso.includes('T') ? zone : 'UTC', ...options }
      return once(`date ${locale} ${JSON.stringify(zoned)}`, () => new Intl.DateTimeFormat(locale, zoned)).format(new Date(iso))
    },
    list: (items) => once(`list ${locale}`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items),
    compare: once(`compare ${locale}`, () => new Intl.Collator(locale, { numeric: true })).compare,
  }
}

export const useLanguage = (): Language => usePage().language
export const useFormat = (): Formatter => formatter(usePage().language)
