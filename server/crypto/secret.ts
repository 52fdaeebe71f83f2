declare const brand: unique symbol

/** A value that no contract type, log line or template accepts by accident: only `reveal` gives it back. */
export interface Secret<T> {
  readonly [brand]: T
}

export const secret = <T>(value: T) => value as unknown as Secret<T>
/** Call it where the secret is compared or sent, and nowhere else. */
export const reveal = <T>(value: Secret<T>) => value as unknown as T
