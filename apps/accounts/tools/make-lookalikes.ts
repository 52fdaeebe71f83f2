import { dlopen, FFIType, ptr } from 'bun:ffi'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Writes server/lookalikes.ts: the confusables of Unicode TR39 that can stand in a name, asked from an installed ICU, which carries
 * confusables.txt. `bun apps/accounts/tools/make-lookalikes.ts libicui18n.so.72 72 15.0`
 */
const [, , library = 'libicui18n.so.72', version = '72', unicode = '15.0'] = process.argv
const { symbols } = dlopen(library, {
  [`uspoof_open_${version}`]: { args: [FFIType.ptr], returns: FFIType.ptr },
  [`uspoof_getSkeletonUTF8_${version}`]: {
    args: [FFIType.ptr, FFIType.u32, FFIType.ptr, FFIType.i32, FFIType.ptr, FFIType.i32, FFIType.ptr],
    returns: FFIType.i32,
  },
})
const status = new Int32Array(1)
const open = symbols[`uspoof_open_${version}`] as unknown as (status: unknown) => number
const skeleton = symbols[`uspoof_getSkeletonUTF8_${version}`] as unknown as (...args: unknown[]) => number
const checker = open(ptr(status))

function skeletonOf(text: string): string {
  const given = new TextEncoder().encode(text)
  const out = new Uint8Array(512)
  status[0] = 0
  const length = skeleton(checker, 0, ptr(given), given.length, ptr(out), out.length, ptr(status))
  if ((status[0] ?? 0) > 0) throw new Error(`ICU: error ${status[0]}`)
  return new TextDecoder().decode(out.subarray(0, length))
}

const pairs: string[] = []
for (let c = 0x21; c < 0x20000; c++) {
  const sign = String.fromCodePoint(c)
  // Only what is a letter, mark or digit in its canonical form: the rest never gets into a name, or not in this form.
  if (!/[\p{L}\p{M}\p{N}._-]/u.test(sign) || sign.normalize('NFKC').normalize('NFD') !== sign) continue
  const looks = skeletonOf(sign)
  if (looks !== sign) pairs.push(`${sign}${looks}`)
}

const text = `/**
 * What looks like what: each entry is a sign and what it looks like, by confusables.txt of Unicode ${unicode} (Unicode License v3,
 * © 1991-2022 Unicode, Inc.). Made by tools/make-lookalikes.ts: do not edit.
 */
export const lookalikes = ${JSON.stringify(pairs.join(' ')).replace(/[^\x20-\x7e]/gu, (sign) =>
  [...Array(sign.length).keys()].map((i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
)}
`
writeFileSync(resolve(import.meta.dir, '../server/lookalikes.ts'), text)
console.log(`${pairs.length} signs, ${text.length} bytes`)
