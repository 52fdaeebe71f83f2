import { type ReactNode, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface Result {
  error?: unknown
}

const needsProof = ({ error }: Result) => (error as ApiError | undefined)?.code === 'proof_needed'

/** The person closed the dialog: there is nothing to tell them. */
export const isDeclined = (error: unknown) => needsProof({ error })

/**
 * For calls that need a recent proof: `const { data, error } = await confirmed(() => remove(…))` asks for the password or a passkey when the
 * server says `proof_needed`, then makes the call again. Show `dialog` somewhere on the page.
 */
export function useConfirm(): { confirmed: <R extends Result>(call: () => PromiseLike<R>) => Promise<R>; dialog: ReactNode } {
  const [asked, setAsked] = useState<{ answer: (proven: boolean) => void }>()
  async function confirmed<R extends Result>(call: () => PromiseLike<R>): Promise<R> {
    const first = await call()
    if (!needsProof(first)) return first
    const proven = await new Promise<boolean>((answer) => setAsked({ answer }))
    setAsked(undefined)
    return proven ? call() : first
  }
  return { confirmed, dialog: asked && <ConfirmDialog onAnswer={asked.answer} /> }
}
