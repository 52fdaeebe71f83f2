import CircleAlert from 'lucide-react/icons/circle-alert'
import { type ComponentProps, type ReactNode, useId } from 'react'

interface Props extends ComponentProps<'input'> {
  label: string
  help?: string | undefined
  error?: string | undefined
  /** Stands inside the field at its end, such as a button that shows a password. */
  end?: ReactNode
}

/** Label above, help under, the error at the field in words. */
export function Field({ label, help, error, end, id, ...input }: Props) {
  const made = useId()
  const own = id ?? made
  const described = [error && `${own}-error`, help && `${own}-help`].filter(Boolean).join(' ')
  return (
    <div>
      <label htmlFor={own} className="mb-1.5 block font-[550]">
        {label}
      </label>
      <div className="relative">
        <input
          id={own}
          {...input}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={end ? 'control pe-20' : 'control'}
        />
        {end && <div className="absolute inset-y-0 end-0 flex items-center pe-1">{end}</div>}
      </div>
      {error && (
        <p id={`${own}-error`} className="mt-1.5 flex gap-1.5 text-sindoor">
          <CircleAlert className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {help && (
        <p id={`${own}-help`} className="mt-1.5 text-13 text-ink-2">
          {help}
        </p>
      )}
    </div>
  )
}
