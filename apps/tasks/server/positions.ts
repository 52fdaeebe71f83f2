/**
 * Places between places, as text that is compared code unit by code unit: a whole number of any length, whose first letter says how long it is
 * (`a0` … `az`, `b00` …; `Zz`, `Yzz` … go down), and digits behind it for what lies between two numbers. Adding at an end makes the number grow by one, so texts stay
 * short; putting into a gap lengthens only the new one, so nothing is ever renumbered (the scheme of D. Greenspan's "Implementing fractional indexing").
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const zero = '0'
const last = digits.length - 1

/** Before any other place there is none: a list's first todo gets this. */
export const first_position = 'a0'
/** Longer than this a gap is full; it takes thousands of insertions into the same gap. */
export const max_position_length = 1000

/** A place after `low` and before `high`; `null` is an end. */
export function positionBetween(low: string | null, high: string | null): string {
  if (low !== null && high !== null && low >= high) throw new Error('the places are not in order')
  if (low === null && high === null) return first_position
  if (low === null) return beforeAll(high as string)
  const whole = wholeOf(low)
  if (high === null) return increment(whole) ?? whole + middle(low.slice(whole.length), null)
  const above = wholeOf(high)
  if (whole === above) return whole + middle(low.slice(whole.length), high.slice(above.length))
  const next = increment(whole)
  return next !== null && next < high ? next : whole + middle(low.slice(whole.length), null)
}

function beforeAll(high: string): string {
  const whole = wholeOf(high)
  const fraction = high.slice(whole.length)
  if (whole < high && fraction !== '') return whole
  return decrement(whole) ?? whole + middle('', fraction)
}

/** `a` to `z` have 1 to 26 digits behind them, `Z` down to `A` likewise. */
function wholeOf(position: string): string {
  const head = position.charCodeAt(0)
  const length = head >= 97 ? head - 97 + 2 : 90 - head + 2
  return position.slice(0, length)
}

const at = (text: string, i: number) => digits.indexOf(text[i] ?? zero)

function increment(whole: string): string | null {
  const body = whole.slice(1).split('')
  for (let i = body.length - 1; i >= 0; i--) {
    const digit = digits.indexOf(body[i] as string)
    if (digit < last) {
      body[i] = digits[digit + 1] as string
      return whole[0] + body.join('')
    }
    body[i] = zero
  }
  if (whole[0] === 'Z') return first_position
  if (whole[0] === 'z') return null
  const head = String.fromCharCode(whole.charCodeAt(0) + 1)
  return head > 'a' ? `${head}${body.join('')}${zero}` : head + body.slice(1).join('')
}

function decrement(whole: string): string | null {
  const body = whole.slice(1).split('')
  for (let i = body.length - 1; i >= 0; i--) {
    const digit = digits.indexOf(body[i] as string)
    if (digit > 0) {
      body[i] = digits[digit - 1] as string
      return whole[0] + body.join('')
    }
    body[i] = digits[last] as string
  }
  if (whole[0] === 'a') return `Z${digits[last]}`
  if (whole[0] === 'A') return null
  const head = String.fromCharCode(whole.charCodeAt(0) - 1)
  return head < 'Z' ? `${head}${body.join('')}${digits[last]}` : head + body.slice(1).join('')
}

/** Digits between two fractions (`null` is one): no trailing zero, so that there is always room before them. */
function middle(low: string, high: string | null): string {
  let shared = 0
  if (high !== null) while (shared < high.length && (low[shared] ?? zero) === high[shared]) shared++
  if (shared > 0) return (high as string).slice(0, shared) + middle(low.slice(shared), (high as string).slice(shared))
  const from = low === '' ? 0 : at(low, 0)
  const to = high === null ? digits.length : at(high, 0)
  if (to - from > 1) return digits[Math.round((from + to) / 2)] as string
  if (high !== null && high.length > 1) return high.slice(0, 1)
  return (digits[from] as string) + middle(low.slice(1), null)
}
