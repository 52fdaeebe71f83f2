/** The same id for the same thing at each import, as a UUID of version 8: whatever it was known by elsewhere. */
export function idOf(...parts: string[]): string {
  const hex = new Bun.CryptoHasher('sha256').update(parts.join('\n')).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
