import { type Language, languageOf } from '#contract/render.ts'
import type { Reply } from '#server/http/routes.ts'
import type { Site } from '#server/site.ts'
import type { Preferences } from '../contract/fields.ts'

const year_s = 31_536_000

/**
 * Theme and language as the person has chosen them, for a way in that ends in a redirect: pages apply them only when somebody signs in on them.
 * Gives the page to go to, in that language.
 */
export async function inOwnLooks({ site, reply }: { site: Site; reply: Reply }, session_id: string, next: string): Promise<string> {
  const row = await site.store.db
    .selectFrom('profiles')
    .innerJoin('sessions', 'sessions.user_id', 'profiles.user_id')
    .select('preferences')
    .where('sessions.id', '=', session_id)
    .executeTakeFirst()
  const { theme, language } = JSON.parse(row?.preferences ?? '{}') as Preferences
  // The page changes this cookie itself, so it must be able to see it, by this name.
  if (theme) reply.setCookie('theme', theme, { max_age: theme === 'system' ? 0 : year_s, http_only: false, plain_name: true })
  return language ? pageIn(language, next) : next
}

/** A page of ours, given without prefix or with another one, in this language. */
export function pageIn(language: Language, page: string): string {
  const [path = '/', ...search] = page.split(/(?=[?#])/)
  const { rest } = languageOf(path)
  if (language === 'en') return rest + search.join('')
  return `/${language}${rest === '/' ? '' : rest}${search.join('')}`
}
