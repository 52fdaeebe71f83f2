import { S3Client } from 'bun'
import type { Config } from '../config.ts'
import { checkKey, type Files } from './files.ts'

/** Any S3-compatible store, so that every process of a cluster sees the same files. */
export function s3Files(config: Config, bucket: string): Files {
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config
  const client = new S3Client({
    bucket,
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(accessKeyId && { accessKeyId }),
    ...(secretAccessKey && { secretAccessKey }),
  })
  return {
    async put(key, data, type) {
      await client.write(checkKey(key), data, { type })
    },
    async get(key) {
      const found = client.file(checkKey(key))
      if (!(await found.exists())) return undefined
      return new Blob([await found.arrayBuffer()])
    },
    async remove(key) {
      await client.delete(checkKey(key))
    },
    async keys(prefix) {
      const keys: string[] = []
      let startAfter: string | undefined
      for (;;) {
        const { contents = [], isTruncated } = await client.list({ prefix, ...(startAfter && { startAfter }) })
        keys.push(...contents.map(({ key }) => key))
        startAfter = contents.at(-1)?.key
        if (!isTruncated || !startAfter) return keys.sort()
      }
    },
  }
}
