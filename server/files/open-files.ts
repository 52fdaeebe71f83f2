import type { Config } from '../config.ts'
import { diskFiles } from './disk-files.ts'
import type { Files } from './files.ts'
import { s3Files } from './s3-files.ts'

/** S3 where it is configured, else `DATA_DIR/media`. */
export const openFiles = (config: Config): Files => (config.S3_BUCKET ? s3Files(config, config.S3_BUCKET) : diskFiles(`${config.DATA_DIR}/media`))
