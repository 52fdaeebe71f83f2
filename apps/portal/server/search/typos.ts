/** How many slips a word may have: none in short ones, where everything is near everything. Marks, such as vowel signs, do not make a word longer. */
export function slipsOf(word: string): 0 | 1 | 2 {
  const letters = word.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters >= 8 ? 2 : letters >= 4 ? 1 : 0
}

/** Only so many characters of a word's beginning are varied: slips further on are found by comparing. */
const varied = 7
/** From this length on a word can be two slips away from one that is searched for. */
const long = 6

/**
 * What is left of a word's beginning when up to one or two characters are taken out. Two words within that many slips have one of these in common,
 * so that all of them are found by equality (the method of SymSpell).
 */
export function remainsOf(word: string): string[] {
  const characters = [...word]
  const start = characters.slice(0, varied)
  const found = new Set([start.join('')])
  let last = [start]
  for (let round = characters.length >= long ? 2 : 1; round > 0; round--) {
    const next = last.flatMap((one) => one.map((_, i) => one.toSpliced(i, 1)))
    for (const one of next) if (one.length > 0) found.add(one.join(''))
    last = next
  }
  return [...found]
}

/** Characters put in, left out, exchanged or swapped with their neighbour; more than `most` counts as `most + 1`. */
export function distance(a: readonly string[], b: readonly string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  const width = b.length + 1
  let [before, above, row] = [new Uint8Array(width), Uint8Array.from({ length: width }, (_, j) => j), new Uint8Array(width)]
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j < width; j++) {
      const same = a[i - 1] === b[j - 1]
      let away = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) away = Math.min(away, (before[j - 2] ?? 0) + 1)
      row[j] = away
      if (away < least) least = away
    }
    if (least > most) return most + 1
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(above[b.length] ?? 0, most + 1)
}
