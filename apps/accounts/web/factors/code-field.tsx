import { type ComponentProps, useState } from 'react'
import { Field } from '#web/ui/field.tsx'
import { useT } from './words.ts'

/** The code of the app, or one of those that were kept for the day without it. */
export function CodeField(field: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'help'>) {
  const t = useT()
  const [recovery, setRecovery] = useState(false)
  return (
    <div>
      <Field
        {...field}
        label={recovery ? t('code.recovery_label') : t('code.label')}
        help={recovery ? t('code.recovery_why') : t('code.why')}
        type="text"
        inputMode={recovery ? 'text' : 'numeric'}
        autoComplete={recovery ? 'off' : 'one-time-code'}
        autoCapitalize={recovery ? 'characters' : 'none'}
        spellCheck={false}
        maxLength={64}
      />
      <button type="button" className="link mt-1 inline-flex min-h-11 items-center text-15" onClick={() => setRecovery(!recovery)}>
        {recovery ? t('code.use_app') : t('code.use_recovery')}
      </button>
    </div>
  )
}
