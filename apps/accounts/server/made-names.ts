import { canonical } from '#server/canonical.ts'
import type { Tx } from '#server/db/db.ts'
import { Username } from '../contract/fields.ts'
import { skeleton } from './skeleton.ts'

const max_length = 30
/** Room for a dot and the figures that make a name unlike others. */
const max_stem = 24

/** A free username for somebody who was not asked for one, as near as possible to what they are called. */
export async function freeName(tx: Tx, names: string[]): Promise<string> {
  const stem = names.map(stemOf).find((name) => Username.safeParse(name).success) ?? 'traveller'
  const figures = () => String(crypto.getRandomValues(new Uint32Array(1))[0]).slice(-6)
  const candidates = [stem, ...[2, 3, 4, 5].map((n) => `${stem}${n}`), `${stem}.${figures().slice(-4)}`, `${stem.slice(0, max_stem - 1)}.${figures()}`]
  const good = candidates.filter((name) => Username.safeParse(name).success)
  const taken = await tx
    .selectFrom('users')
    .select(['username_key', 'username_skeleton'])
    .where((e) => e.or([e('username_key', 'in', good.map(canonical)), e('username_skeleton', 'in', good.map(skeleton))]))
    .execute()
  const isFree = (name: string) => !taken.some((row) => row.username_key === canonical(name) || row.username_skeleton === skeleton(name))
  return good.find(isFree) ?? `traveller.${figures()}${figures()}`
}

/** Letters, marks and digits of any script, what stands between words as one dot. */
function stemOf(name: string): string {
  const parts = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}_-]+/u)
    .filter(Boolean)
  return [...parts.join('.')].slice(0, Math.min(max_stem, max_length)).join('')
}
