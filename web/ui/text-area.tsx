import CircleAlert from 'lucide-react/icons/circle-alert'
import { type ComponentProps, useId } from 'react'

interface Props extends ComponentProps<'textarea'> {
  label: string
  help?: string | undefined
  error?: string | undefined
  /** How much of the room is used, in words; heard when the typing pauses. */
  count?: string | undefined
}

/** Several lines: label above, help and count under, the error at the field in words. */
export function TextArea({ label, help, error, count, id, ...rest }: Props) {
  const made = useId()
  const own = id ?? made
  const described = [error && `${own}-error`, help && `${own}-help`].filter(Boolean).join(' ')
  return (
    <div>
      <label htmlFor={own} className="mb-1.5 block font-[550]">
        {label}
      </label>
      <textarea id={own} {...rest} aria-invalid={error ? true : undefined} aria-describedby={described || undefined} className="control block resize-y py-2" />
      {error && (
        <p id={`${own}-error`} className="mt-1.5 flex gap-1.5 text-sindoor">
          <CircleAlert className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      <div className="mt-1.5 flex justify-between gap-4 text-13 text-ink-2">
        <p id={`${own}-help`}>{help}</p>
        {count && (
          <p aria-live="polite" className="shrink-0 tabular-nums">
            {count}
          </p>
        )}
      </div>
    </div>
  )
}
