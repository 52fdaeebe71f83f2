import { z } from 'zod'
import { job, type Schedule } from '#server/jobs/job.ts'
import { buildExport } from './build-export.ts'
import { eraseDue, eraseUser } from './erase.ts'
import { tellNewDevice } from './new-devices.ts'
import { sweepExports } from './sweep-exports.ts'

const keep_sessions_ms = 90 * 86_400_000
const keep_failures_ms = 86_400_000
const keep_codes_ms = 86_400_000
/** A device that nobody has signed in from for a year is a new one again. */
const keep_devices_ms = 365 * 86_400_000

/** Ended sessions are kept for a season, since people ask what happened; failures for a day. */
const tidy = job({
  name: 'accounts.tidy',
  payload: z.object({}),
  async run({ site }) {
    const before = (ms: number) => new Date(site.now().getTime() - ms).toISOString()
    await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      await tx.deleteFrom('sessions').where('expires_at', '<', before(keep_sessions_ms)).execute()
      await tx.deleteFrom('outside_sign_ins').where('expires_at', '<', tx.now).execute()
      // A key may have no end of its own.
      await tx.deleteFrom('sessions').where('kind', '=', 'key').where('ended_at', '<', before(keep_sessions_ms)).execute()
      await tx.deleteFrom('codes').where('code_expires_at', '<', before(keep_codes_ms)).where('link_expires_at', '<', before(keep_codes_ms)).execute()
      await tx.deleteFrom('known_devices').where('updated_at', '<', before(keep_devices_ms)).execute()
      await tx.deleteFrom('used_challenges').where('expires_at', '<', tx.now).execute()
      await tx.deleteFrom('login_failures').where('last_failed_at', '<', before(keep_failures_ms)).execute()
    })
  },
})

export const jobs = [tidy, tellNewDevice, buildExport, sweepExports, eraseDue, eraseUser]
export const schedules: Schedule[] = [
  { name: 'accounts.tidy', cron: '41 3 * * *', job: tidy },
  { name: 'accounts.sweep_exports', cron: '13 * * * *', job: sweepExports },
  { name: 'accounts.erase_due', cron: '29 * * * *', job: eraseDue },
]
