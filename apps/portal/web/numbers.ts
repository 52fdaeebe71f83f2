import type { Language } from '#contract/render.ts'
import type { Figure } from '../contract/states.ts'

const locales = { en: 'en-IN', hi: 'hi-IN-u-nu-latn' } as const
/** Lakh and crore grouping in both languages: 3,34,06,061. */
export function grouped(value: number, language: Language, digits: { least?: number; most?: number } = {}): string {
  const { least = 0, most = 2 } = digits
  return new Intl.NumberFormat(locales[language], { minimumFractionDigits: least, maximumFractionDigits: Math.max(least, most) }).format(value)
}

/** How a figure stands in lists and tables, without its unit; one decimal for rates, so that columns line up. */
export function figureText(figure: Figure, value: number, language: Language): string {
  if (figure === 'literacy') return `${grouped(value, language, { least: 1, most: 1 })}%`
  if (figure === 'density') return grouped(value, language, { most: value < 10 ? 1 : 0 })
  return grouped(value, language, { most: 0 })
}

const magnitudes = {
  en: { crore: 'crore', lakh: 'lakh' },
  hi: { crore: 'करोड़', lakh: 'लाख' },
} as const

/** For legends: 1.2 crore, 11 lakh, 44,000. Own words, since the compact forms of two ICU versions may differ. */
export function roundText(figure: Figure, value: number, language: Language): string {
  const words = magnitudes[language]
  if (figure === 'literacy') return `${grouped(value, language)}%`
  if (value >= 1e7) return `${grouped(value / 1e7, language)} ${words.crore}`
  if (value >= 1e5) return `${grouped(value / 1e5, language)} ${words.lakh}`
  return grouped(value, language)
}
