import { Parser } from 'htmlparser2'
import { ImportError } from './errors.ts'

/** One element of a WordPress export with the texts of its children, by name; what may stand more than once is a list. */
export interface Element {
  name: string
  fields: Record<string, string>
  categories: { domain: string; text: string }[]
  comments: Element[]
  meta: Element[]
}

const fresh = (name: string): Element => ({ name, fields: Object.create(null) as Record<string, string>, categories: [], comments: [], meta: [] })
/** One text, such as a post, and one item with all that belongs to it: no export of people has more. */
const most_text = 2_000_000
const most_item = 64_000_000
const most_depth = 32

/**
 * Authors and items of a WXR file (1.0 to 1.2), as they are read: a file of gigabytes takes no more memory than its largest item. Entities beyond the five of
 * XML are not known, and a file that declares some is refused, so none can grow.
 */
export async function* readWxr(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Element> {
  const reader = new Reader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw new ImportError('the file is not UTF-8')
    }
  }
  for await (const chunk of chunks) {
    reader.write(decode(chunk))
    yield* reader.take()
  }
  reader.write(decode())
  reader.end()
  yield* reader.take()
}

class Reader {
  readonly #done: Element[] = []
  readonly #open: Element[] = []
  readonly #path: string[] = []
  #text = ''
  #size = 0
  #domain = ''
  #seen_rss = false
  readonly #parser = new Parser(
    {
      onopentag: (name, attributes) => this.#begin(name, attributes),
      ontext: (text) => this.#say(text),
      onclosetag: (name) => this.#finish(name),
      onprocessinginstruction: (name) => {
        if (name.toLowerCase() === '!doctype' || name.toLowerCase() === '!entity')
          throw new ImportError('the file declares a document type or entities, which no export does')
      },
    },
    { xmlMode: true, decodeEntities: true },
  )

  write(text: string): void {
    this.#parser.write(text)
  }

  end(): void {
    this.#parser.end()
    if (!this.#seen_rss) throw new ImportError('this is no WordPress export (WXR)')
  }

  *take(): Generator<Element> {
    yield* this.#done.splice(0)
  }

  #begin(name: string, attributes: Record<string, string>): void {
    if (this.#path.length === 0) {
      if (name !== 'rss') throw new ImportError('this is no WordPress export (WXR)')
      this.#seen_rss = true
    }
    if (this.#path.length >= most_depth) throw new ImportError('the file is nested deeper than any export')
    this.#path.push(name)
    this.#text = ''
    const parent = this.#open.at(-1)
    const is_own = name === 'item' || name === 'wp:author' ? parent === undefined : (name === 'wp:comment' || name === 'wp:postmeta') && parent?.name === 'item'
    if (is_own) this.#open.push(fresh(name))
    if (name === 'item') this.#size = 0
    if (name === 'category') this.#domain = attributes['domain'] ?? ''
  }

  #say(text: string): void {
    if (this.#open.length === 0) return
    this.#size += text.length
    if (this.#size > most_item) throw new ImportError('one item of the file is larger than any post')
    if (this.#text.length < most_text) this.#text += text
  }

  #finish(name: string): void {
    this.#path.pop()
    const own = this.#open.at(-1)
    if (!own) return
    if (own.name === name) {
      this.#open.pop()
      const parent = this.#open.at(-1)
      if (!parent) this.#done.push(own)
      else if (name === 'wp:comment') parent.comments.push(own)
      else parent.meta.push(own)
    } else if (name === 'category') own.categories.push({ domain: this.#domain, text: this.#text })
    else own.fields[name] ??= this.#text
    this.#text = ''
  }
}
