import Bowser from 'bowser'
import { z } from 'zod'
import type { Language } from '#contract/render.ts'
import { Lru } from '#server/cache/lru.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import { networkOf } from '#server/http/address.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { job } from '#server/jobs/job.ts'
import { sealed, sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { ofProfile } from './account.ts'
import { newDeviceMail } from './code-mails.ts'
import { issueCode } from './codes.ts'
import { mayNotify } from './mail-budget.ts'
import { dayIn, readerOf } from './mail-reader.ts'

interface Place {
  program: string | undefined
  system: string | undefined
  network: string
}

const words: Record<Language, { device: (place: Place) => string; at: (day: string, time: string) => string }> = {
  en: {
    device: ({ program = 'An unknown program', system, network }) => `${system ? `${program} on ${system}` : program}, from the network ${network}`,
    at: (day, time) => `${day} at ${time} UTC`,
  },
  hi: {
    device: ({ program = 'एक अनजान प्रोग्राम', system, network }) => `${system ? `${system} पर ${program}` : program}, नेटवर्क ${network} से`,
    at: (day, time) => `${day} को ${time} UTC`,
  },
}

/** Such as `Firefox on Linux, from the network 203.0.113.0/24`: without versions, so that an update is no new device. */
export function deviceInWords({ user_agent, address }: { user_agent: string; address: string }, language: Language): string {
  return words[language].device({ ...namesIn(user_agent), network: networkOf(address) })
}

type Names = Pick<Place, 'program' | 'system'>
const known_names = new Lru<string, Names>(1000)

/** Kept for what many browsers say alike, since reading it takes longer than anything else about a device. */
function namesIn(user_agent: string): Names {
  const known = known_names.get(user_agent)
  if (known) return known
  const { browser, os } = user_agent ? Bowser.parse(user_agent) : {}
  const names = { program: plain(browser?.name), system: plain(os?.name) }
  known_names.set(user_agent, names)
  return names
}

/** What a program says of itself must not become a sentence in our mail. */
const plain = (name: string | undefined) => (name && /^[\w .-]{1,30}$/.test(name) ? name : undefined)

interface SignedIn {
  user_id: string
  session_id: string
  request: RequestFacts
  /** The same browser was signed in to the same account just before. */
  expected: boolean
}

const keepDevice = prepared<{ id: string; user_id: string; device_hash: string; now: string }>()((tx: Tx, { id, user_id, device_hash, now }) =>
  tx
    .insertInto('known_devices')
    .values({ id, user_id, device_hash, created_at: now, updated_at: now })
    .onConflict((c) => c.columns(['user_id', 'device_hash']).doUpdateSet({ updated_at: now }))
    .returning('id'),
)

/** Remembers where an account was signed in from, and has its owner told of a place that is new, once. The first place of all is nobody's surprise. */
export async function noteDevice(tx: Tx, site: Site, { user_id, session_id, request, expected }: SignedIn): Promise<void> {
  const id = Bun.randomUUIDv7()
  // In one language whoever signs in, so that the same device has the same hash.
  const device_hash = sign(site.config.SECRET_KEY, 'device', deviceInWords(request, 'en'))
  const [kept] = await keepDevice(tx, { id, user_id, device_hash, now: tx.now })
  if (kept?.id !== id || expected) return
  const other = await tx.selectFrom('known_devices').select('id').where('user_id', '=', user_id).where('id', '!=', id).limit(1).executeTakeFirst()
  if (other) await tx.enqueue(tellNewDevice, { session_id, origin: request.origin })
}

/** A job, since it asks how many mails the address has got, which the sign-in must not wait for. */
export const tellNewDevice = job({
  name: 'accounts.tell_new_device',
  payload: z.object({ session_id: z.uuid(), origin: z.string() }),
  async run({ site, payload: { session_id, origin } }) {
    const found = await site.store.db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['users.id', 'username', 'email', 'email_key', 'email_verified_at', 'ip_created', 'user_agent_created', 'sessions.created_at'])
      .select(ofProfile('preferences'))
      .where('sessions.id', '=', session_id)
      .executeTakeFirst()
    // An address that another holds is told nothing of an account that only claims it.
    if (!found?.email_key || !(await mayNotify(site, { ...found, verified: found.email_verified_at !== null }))) return
    const reader = readerOf(found)
    const { language } = reader
    const device = deviceInWords({ user_agent: found.user_agent_created, address: found.ip_created }, language)
    const at = words[language].at(dayIn(language, found.created_at, 'UTC'), found.created_at.slice(11, 16))
    await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      // A second run must not kill the link that the first has sent.
      const done = await tx.selectFrom('codes').select('id').where('purpose', '=', 'new_device').where('subject', '=', session_id).executeTakeFirst()
      if (done) return
      const { token } = await issueCode(tx, site, { purpose: 'new_device', subject: session_id, user_id: found.id, session_id })
      await tx.enqueue(sendMail, await sealed(site, newDeviceMail(origin, reader, device, at, token)))
    })
  },
})
