import { useHead } from '#web/head.tsx'
import { useShellT } from '#web/words.ts'
import { sections } from './sections.tsx'
import { useT } from './words.ts'

export function WaysInPage() {
  const t = useT()
  const shell = useShellT()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  return (
    <div>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('why')}</p>
      <div className="mt-8">
        {sections.map(({ name, Section }) => (
          <Section key={name} />
        ))}
      </div>
    </div>
  )
}
