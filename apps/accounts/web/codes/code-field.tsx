import type { ComponentProps, FormEvent } from 'react'
import { Field } from '#web/ui/field.tsx'
import { useT } from './words.ts'

/** Six digits. Whatever is pasted, the digits of it stay; phones and password managers offer the code by themselves. */
export function CodeField({ onChange, ...rest }: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'inputMode'>) {
  const t = useT()
  const keepDigits = ({ currentTarget }: FormEvent<HTMLInputElement>) => {
    const digits = currentTarget.value.replace(/\D/g, '').slice(0, 6)
    if (digits !== currentTarget.value) currentTarget.value = digits
  }
  return (
    <Field
      id="code"
      help={t('code.help')}
      {...rest}
      label={t('code.label')}
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      onInput={keepDigits}
      onChange={onChange}
    />
  )
}
