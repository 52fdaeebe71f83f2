import { useLanguage } from '#web/i18n.ts'
import type { State } from '../contract/states.ts'
import { useFactsT } from './facts-words.ts'

/** Why a value is to be read with care: the kind in sight, the reason one press away, without scripts and without hovering. */
export function DoubtNote({ state, fields }: { state: State; fields: readonly string[] }) {
  const tf = useFactsT()
  const language = useLanguage()
  return state.doubts
    .filter((doubt) => fields.includes(doubt.field))
    .map((doubt) => (
      <details key={doubt.field} className="text-13 leading-snug">
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-ink-2 underline decoration-dotted underline-offset-3 hover:text-ink">
          {tf(`doubts.${doubt.kind}`)}
        </summary>
        <p className="mt-1 mb-2 max-w-[46ch] border-edge border-l-2 pl-2.5 font-normal text-ink">{doubt[language]}</p>
      </details>
    ))
}
