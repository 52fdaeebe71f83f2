/** What an import did, and what it left out and why, for whoever ran it. */
export class Report {
  readonly #counts = new Map<string, number>()
  readonly #left_out: string[] = []
  #more = 0

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  leaveOut(what: string, reason: string): void {
    this.count('left out')
    if (this.#left_out.length < most_lines) this.#left_out.push(`left out: ${printable(what)}: ${reason}`)
    else this.#more++
  }

  print(): void {
    for (const line of this.#left_out) console.log(line)
    if (this.#more > 0) console.log(`left out: ${this.#more} more`)
    // A database of people alone has no blog, which is no news.
    if (this.#counts.size > 0) console.log(`${[...this.#counts].map(([what, n]) => `${n} ${what}`).join(', ')}.`)
  }
}

const most_lines = 1000

/** Texts of another system must not move the operator's cursor. */
const printable = (text: string) => text.slice(0, 200).replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '?')
