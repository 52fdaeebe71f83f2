import { useEffect, useRef } from 'react'
import { classes } from './classes.ts'

interface Props<T extends string> {
  legend: string
  name: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  /** Hides the legend from sight, not from screen readers. */
  quiet?: boolean
  className?: string
}

/** One of a few: radio buttons that look like one control, so that arrow keys and forms work as everywhere. */
export function Segmented<T extends string>({ legend, name, value, options, onChange, quiet = false, className }: Props<T>) {
  const group = useRef<HTMLFieldSetElement>(null)
  const taken_over = useRef(false)
  // What was picked before the app came is taken over, once: React tells of no change that it has not heard.
  useEffect(() => {
    if (taken_over.current) return
    taken_over.current = true
    const picked = group.current?.querySelector<HTMLInputElement>('input:checked')?.value
    const option = options.find((one) => one.value === picked)
    if (option && option.value !== value) onChange(option.value)
  }, [options, value, onChange])
  return (
    <fieldset ref={group} className={className}>
      <legend className={quiet ? 'sr-only' : 'mb-1.5 text-13 text-ink-2'}>{legend}</legend>
      <div className="flex gap-0.5 rounded-md border border-line bg-sunk p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              'flex min-h-10 pointer-coarse:min-h-11 flex-1 items-center justify-center rounded-sm px-3 text-center text-15 text-ink-2 transition-colors hover:text-ink',
              'has-checked:bg-raised has-checked:font-[550] has-checked:text-ink has-checked:shadow-[0_1px_2px_var(--shade)]',
              'has-focus-visible:outline-2 has-focus-visible:outline-neel',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              // A browser that restores fields would pick for the visitor what has been changed elsewhere since.
              autoComplete="off"
              className="absolute appearance-none opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
