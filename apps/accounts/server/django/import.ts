import type { Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import type { Site } from '#server/site.ts'
import { followPerson } from './follow.ts'
import { type Person, personOf } from './person.ts'
import type { Source } from './source.ts'
import { type Outcome, type Taken, takePerson } from './take.ts'

/** Users in one transaction: whoever signs in meanwhile waits no longer than for that many rows. */
const batch_size = 100
const nobody = { actor_id: null, ip: null, request_id: null }

export interface Report {
  taken: number
  updated: number
  unchanged: number
  left_out: { known_as: string; reason: string }[]
  /** Who came over other than they were. */
  notes: { known_as: string; note: string }[]
}

/**
 * Brings the users of a Django database over. Two rounds: first those whose name our rules allow, then the others, so that a name that had to be
 * cleaned never takes that of somebody who has it by right.
 */
export async function importUsers(site: Site, source: Source, table: string): Promise<Report> {
  const report: Report = { taken: 0, updated: 0, unchanged: 0, left_out: [], notes: [] }
  const now = site.now().toISOString()
  for (const renamed of [false, true])
    for await (const rows of source.batches(batch_size)) {
      const people = rows.map((row) => personOf(table, row, now)).filter((person) => person.renamed === renamed)
      for (const [n, outcome] of (await takeBatch(site, people)).entries()) enter(report, people[n]?.known_as ?? '', outcome)
    }
  return report
}

type Result = Outcome | { kind: 'updated' | 'unchanged' }

function enter(report: Report, known_as: string, result: Result): void {
  if (result.kind === 'left out') report.left_out.push({ known_as, reason: result.reason })
  else report[result.kind]++
  if (result.kind === 'taken') for (const note of result.notes) report.notes.push({ known_as, note })
}

/** All of a batch in one transaction; when somebody signs up with one of the names at that very moment, each in one of their own. */
async function takeBatch(site: Site, people: Person[]): Promise<Result[]> {
  if (people.length === 0) return []
  try {
    return await site.store.write(nobody, async (tx) => {
      const results: Result[] = []
      for (const person of people) results.push(await takeOrFollow(tx, person))
      return results
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    if (people.length === 1) return [{ kind: 'left out', reason: 'somebody here has just taken their name or address' }]
    const results: Result[] = []
    for (const person of people) results.push(...(await takeBatch(site, [person])))
    return results
  }
}

async function takeOrFollow(tx: Tx, person: Person): Promise<Result> {
  const before = await tx.selectFrom('imported_users').select(['user_id', 'taken']).where('source_key', '=', person.source_key).executeTakeFirst()
  if (!before) return takePerson(tx, person)
  return { kind: (await followPerson(tx, before.user_id, JSON.parse(before.taken) as Taken, person)) ? 'updated' : 'unchanged' }
}
