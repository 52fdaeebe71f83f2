import { lookalikes } from './lookalikes.ts'

let table: Map<string, string> | undefined

function looksLike(sign: string): string {
  table ??= new Map(
    lookalikes
      .split(' ')
      .map((entry) => [String.fromCodePoint(entry.codePointAt(0) ?? 0), entry.slice(String.fromCodePoint(entry.codePointAt(0) ?? 0).length)]),
  )
  return table.get(sign) ?? sign
}

/** Every script's digits count as the same ten: `राम१` is `राम1`. Unicode keeps ten digits of a script in a row. */
function plainDigit(digit: string): string {
  let value = 0
  for (let c = (digit.codePointAt(0) ?? 0) - 1; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(c)); c--) value++
  return String(value)
}

const drawn = (text: string) => Array.from(text.normalize('NFD'), looksLike).join('').normalize('NFD')

/**
 * What a name looks like: two names with one skeleton cannot be told apart by eye (TR39), so only one of them is given away. Capitals are
 * looked at as they are first (`PayPaI` is `PayPal`), then folded. It is for comparing only, never for showing or signing in.
 */
export function skeleton(name: string): string {
  const shown = name
    .normalize('NFKC')
    .trim()
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  // A dot over a letter that has one is not seen.
  const plain = shown.normalize('NFD').replace(/(?<=[ijIJ])\u0307/g, '')
  const dotless = shown.includes('\u0130') ? plain.replaceAll('I', 'i') : plain
  return drawn(drawn(dotless.replace(/\p{Nd}/gu, plainDigit)).toLowerCase())
}
