import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { slugOf, slugText } from './slug-text.ts'

/** After so many numbers the rest is random: a title that everybody uses must not make a write slow. */
const most_numbers = 30

/**
 * Gives a post the slug that its title asks for, with a number when somebody has it; the one it has already, or once had, when that will do. A row
 * with the slug as its key decides between two that ask at once.
 */
export async function claimSlug(tx: Tx, post_id: string, title: string, now: string | undefined): Promise<string> {
  const wanted = slugOf(title, post_id)
  if (now !== undefined && baseOf(now, wanted) === wanted) return now
  // Mostly it is free.
  if (await claim(tx, wanted, post_id)) return wanted
  const candidates = [wanted, ...Array.from({ length: most_numbers }, (_, n) => `${wanted}-${n + 2}`)]
  const taken = await tx.selectFrom('portal_post_slugs').select(['slug', 'post_id']).where('slug', 'in', candidates).execute()
  const own = candidates.find((slug) => taken.some((row) => row.slug === slug && row.post_id === post_id))
  if (own !== undefined) return own
  const names = new Set(taken.map(({ slug }) => slug))
  for (const slug of candidates) if (!names.has(slug) && (await claim(tx, slug, post_id))) return slug
  const unlike = `${wanted}-${slugText(crypto.randomUUID().slice(0, 8))}`
  await claim(tx, unlike, post_id)
  return unlike
}

/** A slug without the number that was put behind what the title asked for. */
const baseOf = (slug: string, wanted: string) => (slug.startsWith(`${wanted}-`) && /^\d+$/.test(slug.slice(wanted.length + 1)) ? wanted : slug)

async function claim(tx: Tx, slug: string, post_id: string): Promise<boolean> {
  const sql = 'insert into portal_post_slugs (slug, post_id, created_at) values (?, ?, ?) on conflict (slug) do nothing returning slug'
  const { rows } = await tx.execute(statement(tx.dialect, sql, [slug, post_id, tx.now]))
  return rows.length > 0
}

/** What nobody has ever seen leads nowhere on. */
export async function dropSlug(tx: Tx, slug: string, post_id: string): Promise<void> {
  await tx.deleteFrom('portal_post_slugs').where('slug', '=', slug).where('post_id', '=', post_id).execute()
}
