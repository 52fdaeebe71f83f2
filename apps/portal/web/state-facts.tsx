import { useFormat, useLanguage } from '#web/i18n.ts'
import type { State } from '../contract/states.ts'
import { DoubtNote } from './doubt-note.tsx'
import { type Fact, type FactGroup, fact_groups, group_names, hasFact, sourcesOf } from './fact-groups.ts'
import { factText } from './fact-text.ts'
import { useFactsT } from './facts-words.ts'
import { ownScript } from './own-script.ts'
import { sourceIn } from './source-names.ts'
import { useT } from './words.ts'

/** All facts in groups, each group with where it comes from. */
export function StateFacts({ state }: { state: State }) {
  const tf = useFactsT()
  return (
    <section className="hairline mt-12 pt-6">
      <h2 className="font-semibold text-25">{tf('state.facts')}</h2>
      <div className="mt-4 gap-x-12 md:columns-2 xl:columns-3">
        {group_names.map((group) => (
          <Group key={group} state={state} group={group} />
        ))}
      </div>
    </section>
  )
}

function Group({ state, group }: { state: State; group: FactGroup }) {
  const tf = useFactsT()
  const { date } = useFormat()
  const language = useLanguage()
  const facts = fact_groups[group].filter((fact) => hasFact(state, fact))
  return (
    <section className="mb-8 break-inside-avoid text-15">
      <h3 className="font-semibold text-17">{tf(`groups.${group}`)}</h3>
      <dl>
        {facts.map((fact) => (
          <FactRow key={fact} state={state} fact={fact} />
        ))}
      </dl>
      {sourcesOf(state, facts).map(({ source, as_of }) => (
        <p key={source} className="mt-1.5 text-13 text-ink-2">
          {tf('state.source', { source: sourceIn(source, language), as_of: /^\d{4}-\d\d-\d\d$/.test(as_of) ? date(as_of) : as_of })}
        </p>
      ))}
    </section>
  )
}

function FactRow({ state, fact }: { state: State; fact: Fact }) {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const text = factText(state, fact, { t, tf, language })
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 border-line border-b py-2">
      <dt className="text-ink-2">{tf(`facts.${fact}`)}</dt>
      <dd className="tabular-nums">
        {fact === 'name_local' ? <OwnName state={state} language_name={text} /> : text}
        <DoubtNote state={state} fields={[fact]} />
      </dd>
    </div>
  )
}

/** A line of its own at a height that does not depend on the font, since the font of its script comes late. */
const OwnName = ({ state, language_name }: { state: State; language_name: string }) => (
  <>
    <span lang={ownScript(state).lang} className="block">
      <bdi>{state.name_local}</bdi>
    </span>
    <span className="block text-13 text-ink-2">{language_name}</span>
  </>
)
