import { sign } from '#server/crypto/tokens.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

/** How long an archive is kept. */
export const keep_ms = milliseconds('7 days')
export const fileKey = (id: string) => `exports/${id}.zip`

/** Made from the export's id, so nothing of it is stored; it opens the archive only together with its owner's session. */
export const exportToken = (site: Site, id: string) => sign(site.config.SECRET_KEY, 'data export', id)
