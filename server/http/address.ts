import { isIP } from 'node:net'

/** Numbers of an IPv4 or IPv6 address, IPv4 as mapped into IPv6, so that each address has one spelling. */
function parts(address: string): number[] | undefined {
  const text = address.replace(/%.*$/, '')
  if (isIP(text) === 4) return [0, 0, 0, 0, 0, 0xffff, ...pairs(text)]
  if (isIP(text) !== 6) return
  const [head = '', tail] = text.split('::')
  const left = words(head)
  const right = tail === undefined ? [] : words(tail)
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function words(text: string): number[] {
  if (!text) return []
  return text.split(':').flatMap((word) => (word.includes('.') ? pairs(word) : [Number.parseInt(word, 16)]))
}

function pairs(v4: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}

/** The address that limits count by: the IPv4 address, or the /64 of an IPv6 one, however it is spelled. */
export function countedAddress(address: string): string {
  const p = parts(address)
  if (!p) return 'unknown'
  if (p.slice(0, 5).every((n) => n === 0) && p[5] === 0xffff) return `${(p[6] ?? 0) >> 8}.${(p[6] ?? 0) & 255}.${(p[7] ?? 0) >> 8}.${(p[7] ?? 0) & 255}`
  return `${p
    .slice(0, 4)
    .map((n) => n.toString(16))
    .join(':')}::/64`
}

/** The network that an address lies in, for people: `203.0.113.0/24` or `2001:db8:1::/48`. */
export function networkOf(address: string): string {
  const counted = countedAddress(address)
  if (counted.includes('.')) return counted.replace(/\.\d+$/, '.0/24')
  const [a = '', b = '', c = ''] = counted.split(':')
  return counted === 'unknown' ? counted : `${a}:${b}:${c}::/48`
}

export function isLoopback(address: string): boolean {
  const p = parts(address)
  if (!p) return false
  const v4 = p.slice(0, 5).every((n) => n === 0) && p[5] === 0xffff
  return v4 ? (p[6] ?? 0) >> 8 === 127 : p.slice(0, 7).every((n) => n === 0) && p[7] === 1
}

/** A test for `10.0.0.0/8`, `fd00::/8`, single addresses, and `loopback`. Throws on anything else. */
export function networkTest(networks: string[]): (address: string) => boolean {
  const tests = networks.map((network) => {
    if (network === 'loopback') return isLoopback
    const [base = '', bits, ...more] = network.split('/')
    const p = parts(base)
    const most = isIP(base) === 4 ? 32 : 128
    const given = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
    if (!p || more.length > 0 || !(given <= most)) throw new Error(`not an address or network: ${network}`)
    const length = given + 128 - most
    return (address: string) => sharesPrefix(p, parts(address), length)
  })
  return (address) => tests.some((test) => test(address))
}

function sharesPrefix(a: number[], b: number[] | undefined, bits: number): boolean {
  if (!b) return false
  for (let i = 0, left = bits; i < 8 && left > 0; i++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff
    if (((a[i] ?? 0) & mask) !== ((b[i] ?? 0) & mask)) return false
  }
  return true
}

/**
 * The client's address: the peer, or behind trusted proxies the last address of X-Forwarded-For that is not a trusted proxy itself
 * (the ones before it are the client's own words).
 */
export function clientAddress(peer: string, forwarded: string | null, trusted: (address: string) => boolean): string {
  if (!forwarded || !trusted(peer)) return peer
  const hops = forwarded.split(',').map((hop) => hop.trim())
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] ?? ''
    if (!isIP(hop)) return peer
    if (!trusted(hop)) return hop
  }
  return peer
}
