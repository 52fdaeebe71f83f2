import { useEffect, useRef } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { type Check, showProblem, useAccountForm } from '../account-form.ts'
import { isDeclined, type useConfirm } from '../factors/use-confirm.tsx'
import { FormFrame } from '../form-frame.tsx'
import { useT as useAccountsT } from '../words.ts'
import { useConfirmTotpMutation } from './api.ts'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'
import { useT } from './words.ts'

export interface Begun {
  secret: string
  /** What the QR code says. */
  uri: string
}

interface Props {
  begun: Begun
  confirmed: ReturnType<typeof useConfirm>['confirmed']
  onCodes: (codes: string[]) => void
  onCancel: () => void
}

/** Scan or type the secret, then prove that the app has it. */
export function TotpSetUp({ begun: { secret, uri }, confirmed, onCodes, onCancel }: Props) {
  const t = useT()
  const title = useRef<HTMLHeadingElement>(null)
  // The button that led here is gone: the focus goes to what took its place.
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="rounded-md border border-line bg-raised p-5">
      <h3 ref={title} tabIndex={-1} className="text-17 font-semibold outline-none">
        {t('totp.scan_title')}
      </h3>
      <p className="mt-1">{t('totp.scan')}</p>
      <div className="mt-4 flex flex-wrap items-start gap-x-6 gap-y-4">
        <QrCode text={uri} label={t('totp.picture')} />
        <div className="min-w-0 grow basis-56">
          <p>{t('totp.by_hand')}</p>
          <code className="mt-1 block text-17 break-words">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <div className="mt-2 -ms-3 flex flex-wrap">
            <CopyButton text={secret}>{t('totp.copy_key')}</CopyButton>
            <a href={uri} className="btn btn-quiet btn-sm pointer-fine:hidden">
              {t('totp.open_app')}
            </a>
          </div>
        </div>
      </div>
      <FirstCode confirmed={confirmed} onCodes={onCodes} onCancel={onCancel} />
    </div>
  )
}

interface Given {
  code: string
}
const check: Check<Given> = ({ code }) => (/^\d{6}$/.test((code ?? '').replaceAll(/\s/g, '')) ? {} : { code: 'Enter the six digits that your app shows.' })

function FirstCode({ confirmed, onCodes, onCancel }: Omit<Props, 'begun'>) {
  const t = useT()
  const words = useAccountsT()
  const [confirm] = useConfirmTotpMutation()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const submit = async ({ code }: Given) => {
    const { data, error } = await confirmed(() => confirm({ body: { code } }))
    if (data) onCodes(data.recovery_codes)
    else if (!isDeclined(error)) showProblem(form, words, error as ApiError, ['code'])
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      <Field
        id="totp-code"
        label={t('totp.code')}
        help={t('totp.code_help')}
        error={errors.code?.message}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        {...form.register('code')}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('totp.confirming') : t('totp.confirm')}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </FormFrame>
  )
}
