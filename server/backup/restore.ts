import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { migrate, migrationNames } from '../db/migrate.ts'
import { placeOf } from '../db/open-store.ts'
import type { Store } from '../db/store.ts'
import { sendMail } from '../mail/mail.ts'
import { keyOfPart, readArchive } from './archive.ts'
import type { Landing } from './landing.ts'
import { keyMark, type Manifest } from './manifest.ts'
import { BackupRefused, orNoRoom } from './refused.ts'
import { lockForRestore } from './restore-lock.ts'
import { sqliteLanding } from './sqlite-landing.ts'
import { uploadsLanding } from './uploads-landing.ts'

const operator = { actor_id: null, ip: null, request_id: null }
const names = { sqlite: 'SQLite', postgres: 'PostgreSQL' }

export interface RestoreOptions {
  /** What is there is set aside. */
  replace?: boolean
  /** Nothing has happened since the backup, as when a site moves: sessions and waiting mails go on. */
  moved?: boolean
  now?: () => Date
}

export interface Restored {
  manifest: Manifest
  /** Migrations that it was behind. */
  migrated: string[]
  /** Where what was there before is now. */
  aside: string[]
  same_key: boolean
}

/**
 * Makes the site what it was when the backup was made. The whole file is checked before anything is touched; the site's database changes in one step
 * at the end, so that a restore that is killed leaves the old one, and may be run again. Throws `BackupRefused`.
 */
export async function restore(config: Config, apps: App[], file: string, options: RestoreOptions = {}): Promise<Restored> {
  const { replace = false, moved = false, now = () => new Date() } = options
  const manifest = await readArchive(file)
  refuseOthers(config, apps, file, manifest)
  const lock = lockForRestore(config.DATA_DIR)
  try {
    const landing = await landingOf(config, apps, now)
    try {
      await landing.claim(replace)
      const uploads = uploadsLanding(config)
      await unpack(file, manifest, landing, uploads.take)
      const migrated = await settle(await landing.open(), apps, { manifest, moved, now })
      const stamp = now().toISOString().replace(/\D/g, '').slice(0, 14)
      const aside = [await uploads.place(replace ? stamp : undefined), await landing.takeOver(stamp)].filter((place) => place !== undefined)
      await uploads.removeOthers()
      return { manifest, migrated, aside, same_key: manifest.key_mark === keyMark(config.SECRET_KEY) }
    } finally {
      await landing.close()
    }
  } catch (error) {
    throw orNoRoom(error, 'There is no room to unpack the backup. The site is as it was.')
  } finally {
    lock.release()
  }
}

function refuseOthers(config: Config, apps: App[], file: string, { dialect, migrations, version }: Manifest): void {
  const here = 'url' in placeOf(config) ? 'postgres' : 'sqlite'
  if (dialect !== here) {
    const how = dialect === 'sqlite' ? 'Restore it where DATABASE_URL is not set.' : 'Restore it with the DATABASE_URL of an empty PostgreSQL database.'
    throw new BackupRefused(`${file} is a backup of a site on ${names[dialect]}, and this site is on ${names[here]}. ${how}`)
  }
  const known = new Set(migrationNames(listsOf(apps)))
  const unknown = migrations.find((name) => !known.has(name))
  if (unknown) throw new BackupRefused(`${file} was made by Banyan ${version}, whose database has ${unknown}: this one is older. Update it first.`)
}

const listsOf = (apps: App[]) => apps.map(({ name, migrations = {} }) => ({ name, migrations }))

async function landingOf(config: Config, apps: App[], now: () => Date): Promise<Landing> {
  const place = placeOf(config)
  return 'url' in place ? (await import('./postgres-landing.ts')).postgresLanding(place.url, apps, now) : sqliteLanding(place.file, now)
}

async function unpack(file: string, manifest: Manifest, landing: Landing, takeUpload: ReturnType<typeof uploadsLanding>['take']): Promise<void> {
  await landing.begin(manifest)
  const read = await readArchive(file, (part) => {
    const key = keyOfPart(part.name)
    return key === undefined ? landing.take(part) : takeUpload(key, part)
  })
  if (read.id !== manifest.id) throw new BackupRefused(`${file} was replaced while it was read.`)
}

/** Brings what came out of the backup up to date, before anybody sees it. */
async function settle(store: Store, apps: App[], { manifest, moved, now }: { manifest: Manifest; moved: boolean; now: () => Date }): Promise<string[]> {
  const { id, made_at, version } = manifest
  try {
    const migrated = await migrate(store, listsOf(apps), now)
    await store.write(operator, async (tx) => {
      if (!moved) {
        // They have most likely gone out since; who wants one again can ask for it.
        await tx
          .updateTable('jobs')
          .set({ state: 'dead', leased_until: null, last_error: 'waited when the backup was made that was restored', finished_at: tx.now })
          .where('name', '=', sendMail.name)
          .where('state', 'in', ['queued', 'running'])
          .execute()
        for (const app of apps) await app.restored?.(tx)
      }
      await tx.audit({ action: 'kernel.site_restored', model: 'backups', object_id: id, after: { made_at, version, moved } })
    })
    return migrated
  } finally {
    await store.close()
  }
}
