import type { Site } from '../site.ts'
import { milliseconds } from '../units.ts'
import type { Answers } from './answer.ts'
import type { Caller } from './caller.ts'
import { isKnown, weakTag } from './etag.ts'
import { canonicalPath, type RequestFacts } from './request.ts'
import type { RouteOptions } from './routes.ts'

/**
 * A private answer, kept for its caller until what they see changes. The stamp is read from the database each time, before the answer is made:
 * so no process can give an answer older than what was committed when it was asked, whoever wrote it and wherever.
 */
export async function keepAnswer(
  site: Site,
  { stamp, age }: NonNullable<RouteOptions['kept_while']>,
  caller: Caller,
  facts: RequestFacts,
  answers: Answers,
  make: () => Promise<unknown>,
): Promise<Response> {
  const now = site.now().getTime()
  const at = await stamp(site.store.db, caller)
  const key = canonicalPath(facts.path) + facts.search
  let kept = site.kept.get(caller.id, at, key, now, milliseconds(age))
  if (!kept) {
    const text = JSON.stringify(await make())
    kept = { text, etag: weakTag(text), made_at: now }
    site.kept.set(caller.id, at, key, kept)
  }
  const known = isKnown(facts.raw.headers.get('if-none-match'), kept.etag)
  return answers.from(answers.templates.json, known ? null : kept.text, known ? 304 : 200, { etag: kept.etag })
}
