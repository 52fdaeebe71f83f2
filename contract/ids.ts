let last_ms = 0
let counter = 0

/** A counter in the 12 bits after the time keeps ids of one millisecond in the order they were made (RFC 9562, method 1). */
function tick(): number {
  const now = Date.now()
  if (now > last_ms) {
    last_ms = now
    // The upper half is left free, so that a thousand more fit into the same millisecond.
    counter = (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) & 0x7ff
  } else if (++counter > 0xfff) {
    last_ms += 1
    counter = 0
  }
  return last_ms
}

/** A UUIDv7: Unix milliseconds, a counter, random bits. Ids of one process sort as they were made; clients make them too, so that retries are harmless. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let ms = tick()
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256
    ms = Math.floor(ms / 256)
  }
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
