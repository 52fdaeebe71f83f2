import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

type Bytes = Uint8Array<ArrayBuffer>

export interface EncodedOptions {
  type: string
  cache_control: string
  status?: number
  br?: Bytes
  gzip?: Bytes
  headers?: Record<string, string>
}

const smallest_worth_coding = 512
/** Higher levels cost more time than they save bytes for what is made while somebody waits; built files come coded at 11. */
const brotli_quality = 5
const compressible = /^(text\/|application\/(json|javascript|manifest\+json|xml|rss\+xml|ld\+json)|image\/svg)/

/** An answer kept as bytes, with its ETag and its compressed forms: made once, sent often. */
export class Encoded {
  readonly #plain: Bytes
  readonly #options: EncodedOptions
  readonly #etag: string
  #br: Bytes | undefined
  #gzip: Bytes | undefined

  constructor(body: string | Bytes, options: EncodedOptions) {
    this.#plain = typeof body === 'string' ? new TextEncoder().encode(body) : body
    this.#options = options
    this.#br = options.br
    this.#gzip = options.gzip
    this.#etag = createHash('sha256').update(this.#plain).digest('base64url').slice(0, 22)
  }

  text(): string {
    return new TextDecoder().decode(this.#plain)
  }

  /** Answers GET and HEAD, with the coding that the client takes; 304 when it has these bytes already. */
  respond(request: Request, extra: Record<string, string>): Response {
    const coding = this.#coding(request.headers.get('accept-encoding'))
    const etag = coding ? `"${this.#etag}-${coding}"` : `"${this.#etag}"`
    const headers: Record<string, string> = {
      ...extra,
      'content-type': this.#options.type,
      'cache-control': this.#options.cache_control,
      etag,
      vary: 'accept-encoding, cookie',
      ...this.#options.headers,
    }
    const seen = request.headers.get('if-none-match')
    if (seen && matches(seen, etag)) return new Response(null, { status: 304, headers })
    if (coding) headers['content-encoding'] = coding
    const body = coding === 'br' ? this.#br : coding === 'gzip' ? this.#gzip : this.#plain
    if (request.method === 'HEAD')
      return new Response(null, { status: this.#options.status ?? 200, headers: { ...headers, 'content-length': String(body?.length ?? 0) } })
    return new Response(body as Bytes, { status: this.#options.status ?? 200, headers })
  }

  #coding(accept: string | null): 'br' | 'gzip' | undefined {
    if (!accept || this.#plain.length < smallest_worth_coding || !compressible.test(this.#options.type)) return
    if (/\bbr\b(?!;\s*q=0(\.0*)?(,|$))/.test(accept)) {
      this.#br ??= new Uint8Array(brotliCompressSync(this.#plain, { params: { [constants.BROTLI_PARAM_QUALITY]: brotli_quality } }))
      return 'br'
    }
    if (/\bgzip\b(?!;\s*q=0(\.0*)?(,|$))/.test(accept)) {
      this.#gzip ??= new Uint8Array(gzipSync(this.#plain, { level: 6 }))
      return 'gzip'
    }
    return
  }
}

function matches(if_none_match: string, etag: string): boolean {
  return if_none_match === '*' || if_none_match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
