import { useEffect } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { type Check, showProblem, useAccountForm } from '../account-form.ts'
import { FormFrame } from '../form-frame.tsx'
import { useT as useAccountsT } from '../words.ts'
import { CodeField } from './code-field.tsx'
import { useT } from './words.ts'

interface Given {
  otp: string
}
const check: Check<Given> = ({ otp }) => (otp?.trim() ? {} : { otp: 'Enter your code.' })

interface Props {
  /** Signs in with what was given before and this code; gives what was wrong. */
  onCode: (otp: string) => Promise<ApiError | undefined>
  onBack: () => void
}

/** The second step of a sign-in, on the same page: what was typed in the first stays. */
export function SecondFactor({ onCode, onBack }: Props) {
  const t = useT()
  const words = useAccountsT()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const { setFocus } = form
  useEffect(() => setFocus('otp'), [setFocus])
  const submit = async ({ otp }: Given) => {
    const error = await onCode(otp.trim())
    if (error) showProblem(form, words, error, ['otp'])
  }
  return (
    <>
      <h1 className="title">{t('code.title')}</h1>
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <CodeField id="otp" error={errors.otp?.message} {...form.register('otp')} />
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('code.busy') : t('code.submit')}
        </Button>
      </FormFrame>
      <Button kind="quiet" className="mt-4 -ms-4" onClick={onBack}>
        {t('code.back')}
      </Button>
    </>
  )
}
