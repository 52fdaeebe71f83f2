import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import type { ApiKey } from '../../contract/keys.ts'
import { ListState } from '../list-state.tsx'
import { SureButton } from '../sure-button.tsx'
import { useReturn } from '../use-return.ts'
import { dropKey, useKeysInfiniteQuery, useRevokeKeyMutation } from './api.ts'
import { useT } from './words.ts'

const list_id = 'keys'

export function KeyList({ user_id }: { user_id: string }) {
  const t = useT()
  const { data, isLoading, isError, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useKeysInfiniteQuery(user_id)
  useReturn(() => void refetch())
  const keys = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-labelledby="keys-title" className="mt-10">
      <h2 id="keys-title" className="text-20">
        {t('list.title')}
      </h2>
      <ListState
        loading={isLoading}
        failed={isError && !data}
        words={{ loading: t('list.loading'), failed: t('list.failed'), again: t('list.again') }}
        onAgain={() => void refetch()}
      />
      {data && keys.length === 0 && <Empty title={t('list.none')}>{t('list.none_why')}</Empty>}
      <ul id={list_id} tabIndex={-1} className="mt-3">
        {keys.map((key) => (
          <KeyRow key={key.id} user_id={user_id} api_key={key} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="hairline pt-4">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function KeyRow({ user_id, api_key: { id, name, scope, created_at, last_used_at, expires_at } }: { user_id: string; api_key: ApiKey }) {
  const t = useT()
  const format = useOwnFormat()
  const store = useStore() as AppStore
  const [revoke, { isLoading }] = useRevokeKeyMutation()
  const onRevoke = async () => {
    const { error } = await revoke({ params: { id } })
    if (error && (error as ApiError).status !== 404) return toast({ text: t('list.problem'), tone: 'problem' })
    store.dispatch(dropKey(user_id, id))
    document.getElementById(list_id)?.focus()
    return toast({ text: t('list.revoked', { name }) })
  }
  const facts = [
    t('list.made', { time: format.date(created_at) }),
    last_used_at ? t('list.used', { time: format.date(last_used_at) }) : t('list.never_used'),
    ...(expires_at ? [t('list.until', { time: format.date(expires_at) })] : []),
  ]
  return (
    <li className="hairline flex flex-wrap items-start gap-x-4 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-semibold break-words">
          {name} <span className="tag ms-1 font-normal">{t(`scopes.${scope}`)}</span>
        </p>
        <p className="text-13 text-ink-2">{facts.join(' · ')}</p>
      </div>
      <SureButton label={t('list.revoke')} sure={t('list.revoke_sure')} about={name} busy={isLoading} onSure={() => void onRevoke()} />
    </li>
  )
}
