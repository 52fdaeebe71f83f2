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

/** What of a file an endpoint with this body takes; nothing for one that takes JSON or no body. */
export const typesOf = (body: z.ZodType): readonly string[] => (body.meta()?.['types'] as string[] | undefined) ?? []

/** What a browser sends from a form without scripts. Where an endpoint takes it, the session's token may come as the field `csrf`. */
export const plain_form = 'application/x-www-form-urlencoded'

/** The socket carries JSON only: whatever stands there in place of a file is none. */
const isUpload = (value: unknown) => value instanceof Object && 'data' in value && value.data instanceof Uint8Array
