/** Bytes by key, beside the database: uploads, exports. Keys are ours, never a visitor's: `avatars/0190….webp`. */
export interface Files {
  /** Durable when it resolves; the same key again replaces the whole file, never a part of it. */
  put(key: string, data: Uint8Array<ArrayBuffer>, type: string): Promise<void>
  /** Undefined when there is none. */
  get(key: string): Promise<Blob | undefined>
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>
  /** Every key that begins so, for sweeping orphans. */
  keys(prefix: string): Promise<string[]>
}

/** A key that cannot climb out of its folder, whatever it was made from. Throws on any other. */
export function checkKey(key: string): string {
  if (key.length > 200 || !/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(key)) throw new Error(`not a key: ${key}`)
  return key
}
