import { ownPage } from '#contract/own-page.ts'
import { Problem } from '#contract/problem.ts'
import { languageOf } from '#contract/render.ts'
import type { Tx, WriteContext } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Reply } from '#server/http/routes.ts'
import type { Site } from '#server/site.ts'
import type { OutsideProblem } from '../contract/google.ts'
import type { Account } from './account.ts'
import { type Arrival, linkFromOutside, signInFromOutside, wasOvertaken } from './arrival.ts'
import { holderOfIdentity } from './identities.ts'
import { begin, default_next, dropKey, keyOf, newKey, type Pending, take } from './outside-sign-ins.ts'
import { inOwnLooks } from './own-looks.ts'
import { requireProvider } from './provider.ts'
import { giveCookie } from './session-cookie.ts'
import { addressThere, Refusal, whoCame } from './trip.ts'

export interface Visit {
  site: Site
  request: RequestFacts
  caller: Account | undefined
  reply: Reply
}

const linked_page = '/profile/ways-in'
const max_tries = 3

const contextOf = ({ request, caller }: Visit): WriteContext => ({ actor_id: caller?.id ?? null, ip: request.address, request_id: request.id })

/** Where the browser goes to sign in at the provider: there, or back with a message when the provider is out of reach. */
export async function startTrip(visit: Visit, next: string | undefined): Promise<string> {
  const { site, request, reply } = visit
  requireProvider(site)
  const key = newKey()
  try {
    const to = await addressThere(site, request, key)
    await site.store.write(contextOf(visit), (tx) => begin(tx, reply, key, next))
    return to
  } catch (error) {
    return messagePage(site, error, { next: ownPage(next) ?? default_next, user_id: null, session_id: null })
  }
}

/** Where the browser goes after the provider: on, signed in, or to a page that says why not. */
export async function endTrip(visit: Visit): Promise<string> {
  const { site, request, reply } = visit
  requireProvider(site)
  const key = keyOf(site, request)
  const pending = key && (await site.store.write(contextOf(visit), (tx) => take(tx, key)))
  if (!key || !pending) return problemPage('expired', { next: default_next, user_id: null, session_id: null })
  dropKey(reply)
  try {
    return await arrive(visit, key, pending)
  } catch (error) {
    const to = keepPage(error, pending) ?? messagePage(site, error, pending)
    await site.store.write(contextOf(visit), (tx) =>
      tx.audit({
        action: 'accounts.google_sign_in_failed',
        model: 'identities',
        object_id: request.id,
        after: { problem: error instanceof Refusal ? error.problem : 'being_deleted' },
      }),
    )
    return to
  }
}

async function arrive(visit: Visit, key: string, pending: Pending): Promise<string> {
  const { site, request, caller, reply } = visit
  const person = await whoCame(site, request, key, async (issuer, subject) => (await holderOfIdentity(site.store.db, issuer, subject)) !== undefined)
  const { user_id, session_id, next } = pending
  const { language } = languageOf(next)
  const arrival: Arrival = { site, request, person, caller, language: language === 'en' ? languageAsked(request) : language }
  const write = <T>(work: (tx: Tx) => Promise<T>) => tryAgain(() => site.store.write(contextOf(visit), work))
  if (user_id && session_id) {
    await write((tx) => linkFromOutside(tx, arrival, { user_id, session_id }))
    return `${linked_page}?linked=google`
  }
  const { id, secret } = await write((tx) => signInFromOutside(tx, arrival))
  giveCookie(reply, secret)
  return inOwnLooks(visit, id, next)
}

async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (tries >= max_tries || !wasOvertaken(error)) throw error
    }
}

/** Where somebody may keep the account that they have closed. */
function keepPage(error: unknown, { next }: Pending): string | undefined {
  if (!(error instanceof Problem) || error.code !== 'being_deleted') return
  const { language } = languageOf(next)
  const { undo_token } = error.details.current as { undo_token: string }
  return `${language === 'en' ? '' : `/${language}`}/undo-deletion?token=${undo_token}`
}

/** Logs what only the operator can mend; what is no refusal is thrown on. */
function messagePage(site: Site, error: unknown, pending: Pending): string {
  if (!(error instanceof Refusal)) throw error
  const { problem, cause } = error
  if ((problem === 'unreachable' || problem === 'unproven') && cause instanceof Error)
    site.log.warn({ problem, code: (cause as { code?: string }).code, reason: reasonOf(cause) }, 'a sign-in at the provider did not succeed')
  return problemPage(problem, pending)
}

/** Not the whole error: it holds the provider's answer, with tokens in it. */
const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? `${message}: ${cause.message}` : message)

function problemPage(problem: OutsideProblem, { next, user_id }: Pending): string {
  if (user_id) return `${linked_page}?problem=${problem}`
  const { language } = languageOf(next)
  const wanted = next === default_next ? '' : `&next=${encodeURIComponent(next)}`
  return `${language === 'en' ? '' : `/${language}`}/login?problem=${problem}${wanted}`
}
