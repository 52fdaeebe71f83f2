import { type Language, languageOf, languages } from '#contract/render.ts'
import type { RequestFacts } from './request.ts'

type Asking = Pick<RequestFacts, 'raw' | 'origin' | 'host' | 'secure'>

/**
 * The language of who asks, for an answer that leaves by another way, such as a mail: that of the page of ours it was sent from, else what the browser or
 * program prefers, else English. Pages without a prefix say nothing, since everybody arrives on them. Both headers may be forged: they choose a language
 * and nothing else.
 */
export function languageAsked(request: Asking): Language {
  return ofPage(request) ?? preferred(request.raw.headers.get('accept-language') ?? '') ?? 'en'
}

function ofPage({ raw, origin, host, secure }: Asking): Language | undefined {
  const page = URL.parse(raw.headers.get('referer') ?? '')
  if (!page || (page.origin !== origin && page.origin !== `${secure ? 'https' : 'http'}://${host}`)) return undefined
  const { language } = languageOf(page.pathname)
  return language === 'en' ? undefined : language
}

const most_characters = 500

/** Of `Accept-Language`: `hi-IN` is Hindi, and of what is wanted equally the first counts. */
function preferred(header: string): Language | undefined {
  let best: { language: Language; weight: number } | undefined
  for (const part of header.slice(0, most_characters).toLowerCase().split(',')) {
    const [tag = '', ...rest] = part.split(';').map((text) => text.trim())
    const language = languages.find((known) => tag === known || tag.startsWith(`${known}-`))
    const weight = Number(rest.find((text) => text.startsWith('q='))?.slice(2) ?? 1)
    if (language && weight > (best?.weight ?? 0)) best = { language, weight }
  }
  return best?.language
}
