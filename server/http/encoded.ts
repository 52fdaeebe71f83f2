import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import type { Answers, Templates } from './answer.ts'
import type { Stamp } from './freshness.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Coding = 'identity' | 'br' | 'gzip'

interface Form {
  etag: string
  headers: Headers
  /** Those of a 304. */
  unchanged: Headers
  body: Bytes
}

export interface EncodedOptions {
  type: string
  cache_control: string
  status?: number
  br?: Bytes
  gzip?: Bytes
  headers?: Record<string, string>
  /** It is good as long as this holds; without, until it is dropped. */
  stamp?: Stamp
}

const smallest_worth_coding = 512
/** Higher levels cost more time than they save bytes for what is made while somebody waits; built files come coded at 11. */
const brotli_quality = 5
const compressible = /^(text\/|application\/(json|javascript|manifest\+json|xml|rss\+xml|ld\+json)|image\/svg)/

const takes_br = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i
const takes_gzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

/** An answer kept as bytes, with its ETag and its compressed forms: made once, sent often. */
export class Encoded {
  readonly #plain: Bytes
  readonly #options: EncodedOptions
  #hash: string | undefined
  readonly #forms = new WeakMap<Templates, Partial<Record<Coding, Form>>>()
  #br: Bytes | undefined
  #gzip: Bytes | undefined

  constructor(body: string | Bytes, options: EncodedOptions) {
    this.#plain = typeof body === 'string' ? new TextEncoder().encode(body) : body
    this.#options = options
    this.#br = options.br
    this.#gzip = options.gzip
  }

  get stamp(): Stamp | undefined {
    return this.#options.stamp
  }

  get #etag(): string {
    this.#hash ??= createHash('sha256').update(this.#plain).digest('base64url').slice(0, 22)
    return this.#hash
  }

  text(): string {
    return new TextDecoder().decode(this.#plain)
  }

  /** Answers GET and HEAD, with the coding that the client takes; 304 when it has these bytes already. */
  respond(request: Request, answers: Answers): Response {
    const form = this.#form(this.#coding(request.headers.get('accept-encoding')), answers)
    const seen = request.headers.get('if-none-match')
    if (seen && matches(seen, form.etag)) return answers.from(form.unchanged, null, 304)
    const status = this.#options.status ?? 200
    if (request.method === 'HEAD') return answers.from(form.headers, null, status, { 'content-length': String(form.body.length) })
    return answers.from(form.headers, form.body, status)
  }

  /** Body and headers of one coding, made once for each set of templates. */
  #form(coding: Coding, { templates }: Answers): Form {
    let forms = this.#forms.get(templates)
    if (!forms) {
      forms = {}
      this.#forms.set(templates, forms)
    }
    forms[coding] ??= this.#makeForm(coding, templates)
    return forms[coding]
  }

  #makeForm(coding: Coding, { bare }: Templates): Form {
    const etag = coding === 'identity' ? `"${this.#etag}"` : `"${this.#etag}-${coding}"`
    const { type, cache_control, headers: own = {} } = this.#options
    const unchanged = new Headers(bare)
    for (const [name, value] of Object.entries({ 'content-type': type, 'cache-control': cache_control, etag, vary: 'accept-encoding, cookie', ...own }))
      unchanged.set(name, value)
    const headers = new Headers(unchanged)
    if (coding !== 'identity') headers.set('content-encoding', coding)
    return { etag, unchanged, headers, body: coding === 'br' ? this.#brotli() : coding === 'gzip' ? this.#gzipped() : this.#plain }
  }

  #brotli(): Bytes {
    this.#br ??= new Uint8Array(brotliCompressSync(this.#plain, { params: { [constants.BROTLI_PARAM_QUALITY]: brotli_quality } }))
    return this.#br
  }

  #gzipped(): Bytes {
    this.#gzip ??= new Uint8Array(gzipSync(this.#plain, { level: 6 }))
    return this.#gzip
  }

  #coding(accept: string | null): Coding {
    if (!accept || this.#plain.length < smallest_worth_coding || !compressible.test(this.#options.type)) return 'identity'
    if (takes_br.test(accept)) return 'br'
    if (takes_gzip.test(accept)) return 'gzip'
    return 'identity'
  }
}

function matches(if_none_match: string, etag: string): boolean {
  return if_none_match === '*' || if_none_match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
