import { useEffect } from 'react'
import type { FieldValues, Path, Resolver, UseFormReturn } from 'react-hook-form'
import { useForm } from 'react-hook-form'
import type { ApiError } from '#web/transport.ts'
import { inWords, problemOf } from './problems.ts'
import { type T, useT } from './words.ts'

/** What is wrong with what was typed: a sentence of the contract by field. */
export type Check<V> = (values: V) => Partial<Record<keyof V & string, string>>

/** A form that is checked before it is sent, with messages in the reader's language. */
export function useAccountForm<V extends FieldValues>(check: Check<V>): UseFormReturn<V> {
  const t = useT()
  // No default values: so react-hook-form takes what was typed before the app was there.
  return useForm<V>({ resolver: resolverOf(check, t) })
}

export function resolverOf<V extends FieldValues>(check: Check<V>, t: T): Resolver<V> {
  return (values) => {
    const wrong = Object.entries<string | undefined>(check(values))
    if (!wrong.length) return { values, errors: {} }
    const errors = Object.fromEntries(wrong.map(([name, sentence]) => [name, { type: 'contract', message: inWords(t, sentence ?? '') }]))
    return { values: {}, errors: errors as never }
  }
}

/** Shows what the server found wrong: at the fields that are in the form, else above it. */
export function showProblem<V extends FieldValues>(form: UseFormReturn<V>, t: T, error: ApiError, names: readonly Path<V>[]) {
  let focused = false
  for (const name of names) {
    const message = error.fields[name]?.[0]
    if (!message) continue
    form.setError(name, { type: 'server', message: inWords(t, message) }, { shouldFocus: !focused })
    focused = true
  }
  if (!focused) form.setError('root', { type: 'server', message: problemOf(t, error) })
}

/** Keeps what is typed in this tab over a reload, never a password. */
export function useDraft<V extends FieldValues>(form: UseFormReturn<V>, key: string, names: readonly Path<V>[]): () => void {
  const { getValues, setValue, watch } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft is taken up once, when the form appears.
  useEffect(() => {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, never>
    for (const name of names) if (kept[name] && !getValues(name)) setValue(name, kept[name])
    const { unsubscribe } = watch((values) => {
      const draft = Object.fromEntries(names.map((name) => [name, (values as Record<string, unknown>)[name]]))
      sessionStorage.setItem(key, JSON.stringify(draft))
    })
    return unsubscribe
  }, [])
  return () => sessionStorage.removeItem(key)
}
