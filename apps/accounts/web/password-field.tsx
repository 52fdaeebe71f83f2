import { type ComponentProps, type KeyboardEvent, useState } from 'react'
import { Field } from '#web/ui/field.tsx'
import { useT } from './words.ts'

/** A password that can be shown, and that tells when Caps Lock is on. */
export function PasswordField({ label, help, ...rest }: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'end'> & { label?: string }) {
  const t = useT()
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))
  const toggle = (
    <button
      type="button"
      aria-pressed={shown}
      aria-label={t('password.show_label')}
      onClick={() => setShown(!shown)}
      className="min-h-9 pointer-coarse:min-h-11 rounded-sm px-3 text-15 font-[550] text-neel hover:bg-neel-soft hover:text-neel-strong"
    >
      {shown ? t('password.hide') : t('password.show')}
    </button>
  )
  return (
    <div>
      <Field
        {...rest}
        label={label ?? t('password.label')}
        help={help}
        type={shown ? 'text' : 'password'}
        end={toggle}
        spellCheck={false}
        autoCapitalize="none"
        onKeyDown={watchCaps}
        onKeyUp={watchCaps}
      />
      <p role="status" className="text-13 text-ink-2">
        {caps && t('password.caps')}
      </p>
    </div>
  )
}
