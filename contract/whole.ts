import { z } from 'zod'

/** A whole number in an address: decimal digits and nothing else. On the socket it may be a number already. */
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER) => z.preprocess(digits, z.int().min(least).max(most))

const digits = (given: unknown) => (typeof given !== 'string' ? given : /^(\d+|-[1-9]\d*)$/.test(given) ? Number(given) : Number.NaN)
