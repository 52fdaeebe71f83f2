import { z } from 'zod'
import { keep_repeats_ms } from '../http/repeats.ts'
import { job, type Schedule } from './job.ts'

const keep_ms = 7 * 86_400_000

/** Done jobs and shown mails are kept for a week, answers for a repeat for a day; dead jobs stay until a person has looked. */
const tidy = job({
  name: 'kernel.tidy',
  payload: z.object({}),
  async run({ site }) {
    const past = (ms: number) => new Date(site.now().getTime() - ms).toISOString()
    const before = past(keep_ms)
    await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      await tx.deleteFrom('jobs').where('state', '=', 'done').where('finished_at', '<', before).execute()
      await tx.deleteFrom('repeated_calls').where('created_at', '<', past(keep_repeats_ms)).execute()
      await tx.deleteFrom('sent_mails').where('created_at', '<', before).execute()
    })
  },
})

export const tidyJobs = [tidy]
export const tidySchedules: Schedule[] = [{ name: 'kernel.tidy', cron: '17 3 * * *', job: tidy }]
