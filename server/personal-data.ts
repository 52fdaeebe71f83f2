import type { ExportedFile } from './app.ts'
import type { Tx } from './db/db.ts'
import { breathe } from './files/zip.ts'
import type { Site } from './site.ts'

/** One file of a person's export: `accounts/profile.json` and what stands in it. */
export interface PersonalFile {
  name: string
  value: unknown
}

/** What every app holds of a person. */
export async function personalFiles(site: Site, user_id: string): Promise<PersonalFile[]> {
  const { apps, store } = site
  const files: PersonalFile[] = []
  for (const app of apps) {
    for (const [name, value] of Object.entries((await app.exports?.(store.db, user_id, site)) ?? {})) files.push({ name: `${app.name}/${name}.json`, value })
    await breathe()
  }
  return files
}

/** The files of a person in every app, by their names in the archive. */
export async function personalAttachments(site: Site, user_id: string): Promise<ExportedFile[]> {
  const { apps, store } = site
  const all: ExportedFile[] = []
  for (const app of apps) for (const file of (await app.exportedFiles?.(store.db, user_id, site)) ?? []) all.push({ ...file, name: `${app.name}/${file.name}` })
  return all
}

/** Every app forgets a person, in one transaction; gives the keys of files to remove after it. The last in turn is accounts, which the others may still ask. */
export async function erasePerson({ apps }: Site, tx: Tx, user_id: string): Promise<string[]> {
  await tx.deleteFrom('repeated_calls').where('user_id', '=', user_id).execute()
  const keys: string[] = []
  for (const app of apps.toReversed()) keys.push(...((await app.erase?.(tx, user_id)) ?? []))
  return keys
}
