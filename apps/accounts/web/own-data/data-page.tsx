import { useHead } from '#web/head.tsx'
import { useSession } from '#web/session.ts'
import { useShellT } from '#web/words.ts'
import { DeletionSection } from './deletion-section.tsx'
import { ExportSection } from './export-section.tsx'
import { useT } from './words.ts'

export function DataPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  if (!user) return null
  return (
    <div>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('lead')}</p>
      <ExportSection email={user.email} />
      <DeletionSection username={user.username} />
    </div>
  )
}
