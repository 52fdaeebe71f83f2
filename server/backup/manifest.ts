import { z } from 'zod'
import { sign } from '../crypto/tokens.ts'

/** Raised when a backup of today could not be read by the code of before. */
export const format = 1
/** Stands last in the archive: one that was cut has none. */
export const manifest_name = 'manifest.json'

const count = z.number().int().min(0)

export const Manifest = z.object({
  format: z.literal(format),
  id: z.uuid(),
  made_at: z.iso.datetime(),
  /** Of Banyan. */
  version: z.string(),
  dialect: z.enum(['sqlite', 'postgres']),
  /** In the order in which they were applied. */
  migrations: z.array(z.string()).min(1),
  /** Tells whether a site has the SECRET_KEY of this backup, and nothing about it. */
  key_mark: z.string(),
  rows: z.record(z.string(), count),
  /** `bucket` names where they are when they are not in the archive. */
  uploads: z.object({ files: count, bytes: count, bucket: z.string().optional() }),
  /** PostgreSQL only: what the rows of each table are made of, and how far its numbers have come. */
  columns: z.record(z.string(), z.array(z.string())).optional(),
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.string(), used: z.boolean() })).optional(),
  parts: z.record(z.string(), z.object({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
})
export type Manifest = z.infer<typeof Manifest>

/** What a database says about its copy. */
export type Facts = Pick<Manifest, 'dialect' | 'migrations' | 'rows' | 'columns' | 'sequences'>

export const keyMark = (secret_key: string) => sign(secret_key, 'backup', 'whose key this is')
