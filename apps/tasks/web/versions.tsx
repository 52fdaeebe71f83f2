import type { ReactNode } from 'react'
import { useT } from './page-words.ts'

export type Choice = 'mine' | 'theirs' | 'both'

interface Props {
  label: string
  /** Of the radio buttons. */
  name: string
  choices: readonly [Choice, ReactNode][]
  chosen: Choice
  onChoose: (choice: Choice) => void
}

/** What one field is here and elsewhere, side by side, to choose from. */
export function Versions({ label, name, choices, chosen, onChoose }: Props) {
  const t = useT()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-13 text-ink-2">{label}</legend>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-2">
        {choices.map(([choice, shown]) => (
          <label
            key={choice}
            className="flex min-w-0 gap-2.5 rounded-md border border-line p-3 has-checked:border-neel has-checked:bg-neel-soft has-focus-visible:outline-2 has-focus-visible:outline-neel"
          >
            <input type="radio" name={name} checked={chosen === choice} onChange={() => onChoose(choice)} className="mt-1 size-4 shrink-0 accent-neel" />
            <span className="min-w-0">
              <span className="block text-13 text-ink-2">{t(`sync.${choice}`)}</span>
              <span dir="auto" className="block wrap-anywhere whitespace-pre-wrap">
                {shown}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
