import { type ComponentProps, useState } from 'react'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'min' | 'max'> {
  value: number
  most: number
  onChange: (value: number) => void
}

/** A whole number from 1 on. While it is typed it may be empty; what is no such number does not count, and goes when the field is left. */
export function NumberField({ value, most, onChange, className = '', ...rest }: Props) {
  const [text, setText] = useState<string>()
  const type = (typed: string) => {
    setText(typed)
    const number = Number(typed)
    if (Number.isInteger(number) && number >= 1 && number <= most) onChange(number)
  }
  return (
    <input
      {...rest}
      type="number"
      inputMode="numeric"
      min={1}
      max={most}
      required
      className={`control ${className}`}
      value={text ?? value}
      onChange={({ target }) => type(target.value)}
      onBlur={() => setText(undefined)}
    />
  )
}
