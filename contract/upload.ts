import { z } from 'zod'

/** What an endpoint takes: mostly JSON; an upload is one file. */
export type BodyKind = 'json' | 'upload'

export interface Upload {
  /** What it is only the bytes tell: types and names are claims of the sender. */
  data: Uint8Array<ArrayBuffer>
}

/**
 * `body: upload('image/png', …)`: the bytes of one file, sent as they are under one of these types or as the one file of a
 * multipart form. What is larger than the limit for uploads, sent as another type, or cut off never reaches the handler.
 */
export const upload = (...types: [string, ...string[]]) => z.custom<Upload>(isUpload, 'Send one file over HTTP.').meta({ body: 'upload', types })

/** The socket carries JSON only: whatever stands there in place of a file is none. */
const isUpload = (value: unknown) => value instanceof Object && 'data' in value && value.data instanceof Uint8Array
