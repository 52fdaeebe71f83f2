import type { Db } from '#server/db/db.ts'
import { mediaAddress } from '#server/files/media.ts'
import type { Card, Known, KnownPicture } from '../markdown/known.ts'
import { pictureKey } from '../markdown/pictures.ts'
import { mentionsIn, referencesIn } from '../markdown/references.ts'
import { allStates } from '../states.ts'

/** Looks up what a post names: people who are there, pictures, public posts and states. */
export async function knownOf(db: Db, text: string, origin: string): Promise<Known> {
  const { people, pictures, pages } = referencesIn(text, origin)
  return { origin, people: await peopleOf(db, people), pictures: await picturesOf(db, pictures), cards: await cardsOf(db, pages) }
}

/** For a comment: only people, since it shows neither pictures nor cards. */
export async function knownToComment(db: Db, text: string, origin: string): Promise<Known> {
  return { origin, people: await peopleOf(db, mentionsIn(text)), pictures: new Map(), cards: new Map() }
}

async function peopleOf(db: Db, keys: string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('users')
    .select(['username_key', 'username'])
    .where('username_key', 'in', keys)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .execute()
  return new Map(rows.map(({ username_key, username }) => [username_key, username]))
}

async function picturesOf(db: Db, names: string[]): Promise<Map<string, KnownPicture>> {
  if (names.length === 0) return new Map()
  const rows = await db.selectFrom('portal_images').select(['name', 'width', 'height', 'alt']).where('name', 'in', names).execute()
  return new Map(rows.map(({ name, ...picture }) => [name, picture]))
}

async function cardsOf(db: Db, paths: string[]): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>()
  const slugs: string[] = []
  for (const path of paths) {
    const [, kind, slug = ''] = path.split('/')
    const state = kind === 'states' ? allStates().get(slug) : undefined
    if (state) cards.set(path, { title: state.name, title_hi: state.name_hi, note: state.capital })
    if (kind === 'posts') slugs.push(slug)
  }
  if (slugs.length === 0) return cards
  const rows = await db
    .selectFrom('portal_post_slugs as s')
    .innerJoin('portal_posts as p', 'p.id', 's.post_id')
    .leftJoin('portal_images as i', 'i.id', 'p.cover_id')
    .select(['s.slug', 'p.postname', 'p.category', 'i.name as image'])
    .where('s.slug', 'in', slugs)
    .where('p.public', '=', 1)
    .execute()
  for (const { slug, postname, category, image } of rows)
    cards.set(`/posts/${slug}`, { title: postname, note: category, ...(image !== null && { image: mediaAddress(pictureKey(image, 400)) }) })
  return cards
}
