import { type SubmitEvent, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { isDeclined, type useConfirm } from '../factors/use-confirm.tsx'
import { useRemovePasskeyMutation, useRenamePasskeyMutation } from './api.ts'
import { AskDialog } from './ask-dialog.tsx'
import type { Passkey } from './passkeys-section.tsx'
import { useProblem } from './problem.ts'
import { useT } from './words.ts'

export function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const t = useT()
  const problemOf = useProblem()
  const [rename, { isLoading }] = useRenamePasskeyMutation()
  const [problem, setProblem] = useState<string>()
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    if (!name) return setProblem(t('passkeys.name_needed'))
    const { error } = await rename({ params: { id: passkey.id }, body: { name } })
    if (error) setProblem(problemOf(error as ApiError))
    else onClose()
  }
  return (
    <Dialog title={t('passkeys.rename_title')} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4 px-5 pb-6">
        <Field label={t('passkeys.rename_label')} name="name" defaultValue={passkey.name} error={problem} maxLength={60} autoComplete="off" />
        <Button type="submit" kind="main" busy={isLoading}>
          {t('passkeys.rename_submit')}
        </Button>
      </form>
    </Dialog>
  )
}

interface RemoveProps {
  passkey: Passkey
  confirmed: ReturnType<typeof useConfirm>['confirmed']
  onClose: () => void
}

/** Asked before, since it cannot be undone: the device would have to make a new one. */
export function RemovePasskey({ passkey: { id, name }, confirmed, onClose }: RemoveProps) {
  const t = useT()
  const problemOf = useProblem()
  const [remove] = useRemovePasskeyMutation()
  const go = async () => {
    const { error } = await confirmed(() => remove({ params: { id } }))
    if (!error) toast({ text: t('passkeys.removed') })
    else if (!isDeclined(error)) return problemOf(error as ApiError)
    onClose()
    return
  }
  return <AskDialog title={t('passkeys.remove_title', { name })} why={t('passkeys.remove_why')} action={t('passkeys.remove')} go={go} onClose={onClose} />
}
