import { Cron } from 'croner'
import type { Site } from '../site.ts'
import type { Schedule } from './job.ts'

/** Enqueues each schedule's job at its turn; the turn is the job's key, so that of many processes one enqueues it. */
export class Scheduler {
  readonly #crons: Cron[] = []

  start(site: Site, schedules: Schedule[]): void {
    for (const schedule of schedules)
      this.#crons.push(
        new Cron(
          schedule.cron,
          { timezone: 'UTC', unref: true, catch: (error) => site.log.error({ err: error, schedule: schedule.name }, 'a schedule failed') },
          (self: Cron) => enqueueTurn(site, schedule, self.currentRun() ?? site.now()),
        ),
      )
  }

  stop(): void {
    for (const cron of this.#crons.splice(0)) cron.stop()
  }
}

/** Exported for tests: the turn at `due`, however often it is asked for, is one job. */
export async function enqueueTurn(site: Site, schedule: Schedule, due: Date): Promise<void> {
  const minute = due.toISOString().slice(0, 16)
  await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.enqueue(schedule.job, {}, { key: `${schedule.name}@${minute}` }))
}
