import { useHead } from '#web/head.tsx'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { useShellT } from '#web/words.ts'
import { useRoomsQuery } from './api.ts'
import { useT } from './page-words.ts'

/** What stands beside the list while no conversation is open. */
export function StartPage() {
  const t = useT()
  const shell = useShellT()
  const { data } = useRoomsQuery()
  useHead({ title: `${t('title')} · ${shell('site')}`, description: t('description'), noindex: true })
  const begun = data?.items.some(({ last_message }) => last_message) ?? false
  return (
    <div className="grid h-full place-items-center">
      <Empty
        title={t(begun ? 'start.choose' : 'list.empty')}
        action={
          <LinkButton to="/chat/new" kind={begun ? 'plain' : 'main'}>
            {t('new.title')}
          </LinkButton>
        }
      >
        {!begun && <>{t('list.empty_next')} </>}
        {t('start.safe')}
      </Empty>
    </div>
  )
}
