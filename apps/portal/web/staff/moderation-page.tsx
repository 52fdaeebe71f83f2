import { Link, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useCasesInfiniteQuery } from './api.ts'
import { useT } from './book.ts'
import { CaseItem } from './case-item.tsx'
import { GrowingList, Tabs } from './list-frame.tsx'

/** What staff should look at, and what they have decided. */
export function ModerationPage() {
  const t = useT()
  const [search] = useSearchParams()
  const done = search.get('show') === 'done'
  const query = useCasesInfiniteQuery({ done })
  const cases = query.data?.pages.flatMap(({ items }) => items) ?? []
  useHead({ title: t('tab', { page: t('title') }), noindex: true })
  const tabs = [
    { to: '/moderation', name: t('waiting') },
    { to: '/moderation?show=done', name: t('done') },
  ]
  return (
    <div className="page max-w-[56rem]">
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('line')}</p>
      <p className="mt-2">
        <Link to="/moderation/contact" className="link inline-flex min-h-11 items-center">
          {t('inbox')}
        </Link>
      </p>
      <Tabs label={t('show')} tabs={tabs} here={done ? '/moderation?show=done' : '/moderation'} />
      <GrowingList query={query} count={cases.length} empty={done ? { title: t('none_done') } : { title: t('none'), text: t('none_text') }}>
        {cases.map((one) => (
          <CaseItem key={`${one.kind} ${one.id}`} one={one} done={done} />
        ))}
      </GrowingList>
    </div>
  )
}
