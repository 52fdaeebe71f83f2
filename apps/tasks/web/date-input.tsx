import { type ComponentProps, useEffect, useRef } from 'react'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange' | 'onBlur'> {
  type: 'date' | 'time'
  /** Empty for none. */
  value: string
  /** Of every whole value, and of none when it was emptied; a half-typed one is neither. */
  onChange: (value: string) => void
}

/** A day or a time that is typed piece by piece: while it has the focus it belongs to the browser, or the first letter would undo the rest. */
export function DateInput({ value, onChange, ...rest }: Props) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const { current } = ref
    if (current && current !== document.activeElement) current.value = value
  }, [value])
  return (
    <input
      {...rest}
      ref={ref}
      defaultValue={value}
      onChange={({ target }) => {
        if (target.value !== '' || !target.validity.badInput) onChange(target.value)
      }}
      onBlur={({ target }) => {
        target.value = value
      }}
    />
  )
}
