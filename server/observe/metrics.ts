/** Upper bounds of a histogram's buckets, in seconds: from a kept answer to what nobody should wait for. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
/** A figure that takes longer to read is left out of the answer. */
const patience_ms = 1000

export interface Sample {
  value: number
  labels?: Record<string, string>
}
type Read = () => number | Sample[] | Promise<number | Sample[]>

interface Family {
  kind: 'counter' | 'gauge' | 'histogram'
  help: string
  /** Lines without the name in front: what follows it, labels in braces, and the value. */
  lines(): string[] | Promise<string[]>
}

/**
 * Counts and figures of one site in the text format of Prometheus. Labels have values from a fixed set (routes, actions, statuses), never what
 * a caller sent: each combination stays in memory. Counted here and not by a library because the busiest answers take 20 µs, and one observation of
 * the usual client took 1 to 3 of them.
 */
export class Metrics {
  readonly #families = new Map<string, Family>()

  /** Counts events; the name ends in `_total`. */
  counter(name: string, help: string, ...labels: string[]): Counter {
    const counter = new Counter(labels)
    this.#add(name, { kind: 'counter', help, lines: () => counter.lines() })
    return counter
  }

  /** Durations; the name ends in `_seconds`. */
  histogram(name: string, help: string, ...labels: string[]): Histogram {
    const histogram = new Histogram(labels)
    this.#add(name, { kind: 'histogram', help, lines: () => histogram.lines() })
    return histogram
  }

  /** A figure that is read when somebody asks; nothing is shown where there are no samples, or when it cannot be read. */
  figure(kind: 'gauge' | 'counter', name: string, help: string, read: Read): void {
    this.#add(name, {
      kind,
      help,
      lines: async () => {
        const found = await read()
        const samples = typeof found === 'number' ? [{ value: found }] : found
        return samples.map(({ value, labels = {} }) => `${braces(Object.entries(labels))} ${value}`)
      },
    })
  }

  get names(): string[] {
    return [...this.#families.keys()]
  }

  /** The whole answer of `/metrics`. */
  async text(): Promise<string> {
    const parts = await Promise.all([...this.#families].map(([name, family]) => familyText(name, family)))
    return parts.join('')
  }

  #add(name: string, family: Family): void {
    if (this.#families.has(name)) throw new Error(`two metrics are called ${name}`)
    this.#families.set(name, family)
  }
}

async function familyText(name: string, { kind, help, lines }: Family): Promise<string> {
  const late = new Promise<string[]>((resolve) => setTimeout(resolve, patience_ms, []).unref())
  const found = await Promise.race([Promise.resolve().then(lines), late]).catch(() => [])
  if (found.length === 0) return ''
  return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${found.map((line) => `${name}${line}\n`).join('')}`
}

const escaped = (value: string) => value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))
const braces = (pairs: [string, string][]) => (pairs.length > 0 ? `{${pairs.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}` : '')

interface Branch<T> {
  branches: Map<string, Branch<T>>
  cell: T | undefined
}
const branch = <T>(): Branch<T> => ({ branches: new Map(), cell: undefined })

/** What is counted for each combination of labels: a tree, since a key joined of them would have to be made for each event. */
class Cells<T> {
  readonly #labels: string[]
  readonly #make: () => T
  readonly #root = branch<T>()

  constructor(labels: string[], make: () => T) {
    this.#labels = labels
    this.#make = make
    if (labels.length === 0) this.at([])
  }

  at(values: string[]): T {
    let at = this.#root
    for (const value of values) {
      const next = at.branches.get(value) ?? branch<T>()
      at.branches.set(value, next)
      at = next
    }
    at.cell ??= this.#make()
    return at.cell
  }

  /** Each with its labels and their values. */
  all(from = this.#root, values: string[] = []): [pairs: [string, string][], cell: T][] {
    const own: [[string, string][], T][] = from.cell === undefined ? [] : [[this.#labels.map((name, i) => [name, values[i] ?? '']), from.cell]]
    return [...own, ...[...from.branches].flatMap(([value, next]) => this.all(next, [...values, value]))]
  }
}

export class Count {
  value = 0

  add(): void {
    this.value++
  }
}

export class Counter {
  readonly #cells: Cells<Count>

  constructor(labels: string[]) {
    this.#cells = new Cells(labels, () => new Count())
  }

  /** Values in the order of the labels. Whoever counts often keeps what this gives. */
  of(...values: string[]): Count {
    return this.#cells.at(values)
  }

  lines(): string[] {
    return this.#cells.all().map(([pairs, { value }]) => `${braces(pairs)} ${value}`)
  }
}

export class Durations {
  readonly buckets: number[] = bounds.map(() => 0)
  sum_ms = 0
  count = 0

  observe(ms: number): void {
    this.sum_ms += ms
    this.count++
    let at = 0
    while (at < bounds.length && ms > (bounds[at] as number) * 1000) at++
    if (at < bounds.length) this.buckets[at] = (this.buckets[at] as number) + 1
  }
}

export class Histogram {
  readonly #cells: Cells<Durations>

  constructor(labels: string[]) {
    this.#cells = new Cells(labels, () => new Durations())
  }

  /** Values in the order of the labels. Whoever observes often keeps what this gives. */
  of(...values: string[]): Durations {
    return this.#cells.at(values)
  }

  lines(): string[] {
    return this.#cells.all().flatMap(([pairs, { buckets, sum_ms, count }]) => {
      let below = 0
      const counted = bounds.map((bound, i) => {
        below += buckets[i] as number
        return `_bucket${braces([...pairs, ['le', String(bound)]])} ${below}`
      })
      return [...counted, `_bucket${braces([...pairs, ['le', '+Inf']])} ${count}`, `_sum${braces(pairs)} ${sum_ms / 1000}`, `_count${braces(pairs)} ${count}`]
    })
  }
}
