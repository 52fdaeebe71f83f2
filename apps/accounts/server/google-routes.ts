import { forbidden, Problem } from '#contract/problem.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/google.ts'
import { signedIn, visitor } from './account.ts'
import { endTrip, startTrip } from './google-callback.ts'
import { identitiesOf, unlinkIdentity } from './identities.ts'
import { begin, newKey } from './outside-sign-ins.ts'
import { providerName, requireProvider } from './provider.ts'
import { requireRecentProof } from './recent-proof.ts'
import { addressThere, Refusal } from './trip.ts'

export const googleRoutes = new Routes()
  .on(
    contract.listProviders,
    visitor,
    ({ site }) => {
      const name = providerName(site.config)
      return { providers: name ? [{ id: 'google' as const, name }] : [] }
    },
    { cached: '5 minutes' },
  )
  // Counted where the trip begins: who comes back has begun one.
  .on(contract.startGoogle, visitor.counting('auth'), ({ query, ...visit }) => startTrip(visit, query.next))
  .on(contract.finishGoogle, visitor, endTrip)
  .on(contract.linkGoogle, signedIn.notByKey().counting('auth'), async ({ site, read, write, request, caller, reply }) => {
    requireProvider(site)
    if (caller.via !== 'cookie') throw forbidden('Linking goes through the browser: sign in there.')
    await requireRecentProof(site, caller, read)
    const key = newKey()
    const location = await addressThere(site, request, key).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      throw new Problem('unavailable', `${providerName(site.config)} cannot be reached just now. Try again in a moment.`, {
        retry_after: 5,
        cause: error.cause,
      })
    })
    await write((tx) => begin(tx, reply, key, undefined, { user_id: caller.id, session_id: caller.session_id }))
    return { location }
  })
  .on(contract.listIdentities, signedIn, async ({ site, db, caller }) => ({ identities: await identitiesOf(site, db, caller) }))
  .on(contract.unlinkIdentity, signedIn.notByKey(), async ({ site, read, write, request, caller, params }) => {
    const id = requireId(params.id, 'identity')
    await requireRecentProof(site, caller, read)
    await write((tx) => unlinkIdentity(tx, site, request, caller, id))
  })
