import { type SubmitEvent, useEffect, useId, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { type KeyScope, key_scopes } from '../../contract/keys.ts'
import { FormFrame } from '../form-frame.tsx'
import { type Expiry, expiries, type MadeKey, useMaking } from './use-making.ts'
import { useT } from './words.ts'

/** Name, what it may do, until when; and the password where signing in was long ago. */
export function MakeForm({ user_id, onMade }: { user_id: string; onMade: (key: MadeKey) => void }) {
  const t = useT()
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const [scope, setScope] = useState<KeyScope>('read')
  const [expiry, setExpiry] = useState<Expiry>('d90')
  const { submit, problems, wants_password, busy } = useMaking(user_id, onMade)
  useEffect(() => {
    if (problems.name) name.current?.focus()
    else if (wants_password) password.current?.focus()
  }, [problems, wants_password])
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!busy) void submit({ name: name.current?.value ?? '', scope, expiry, current_password: password.current?.value ?? '' })
  }
  const scopes = key_scopes.map((value) => ({ value, label: t(`scopes.${value}`) }))
  return (
    <FormFrame errors={problems.whole ? { root: { message: problems.whole } } : {}} onSubmit={onSubmit}>
      <Field ref={name} name="name" label={t('make.name')} help={t('make.name_help')} error={problems.name} maxLength={60} autoComplete="off" />
      <div>
        <p aria-hidden="true" className="mb-1.5 font-[550]">
          {t('make.scope')}
        </p>
        <Segmented quiet legend={t('make.scope')} name="scope" value={scope} options={scopes} onChange={setScope} />
      </div>
      <ExpiryChoice value={expiry} onChange={setExpiry} />
      {wants_password && (
        <Field
          ref={password}
          name="current_password"
          type="password"
          label={t('make.password')}
          help={t('make.password_help')}
          error={problems.current_password}
          maxLength={128}
          autoComplete="current-password"
        />
      )}
      <div>
        <Button type="submit" kind="main" busy={busy}>
          {busy ? t('make.busy') : t('make.submit')}
        </Button>
      </div>
    </FormFrame>
  )
}

function ExpiryChoice({ value, onChange }: { value: Expiry; onChange: (expiry: Expiry) => void }) {
  const t = useT()
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-[550]">
        {t('make.expiry')}
      </label>
      <select id={id} className="control" value={value} onChange={(event) => onChange(event.target.value as Expiry)}>
        {expiries.map((one) => (
          <option key={one} value={one}>
            {t(`expiries.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
