import { useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import type { List } from '../../contract/lists.ts'
import { tasksApi } from '../api.ts'
import { useMoreT } from '../more-words.ts'
import { Part } from './part.tsx'

/** The secret address of the list for calendars: made, copied, renewed, ended. It is shown once, since only its hash is kept. */
export function FeedSection({ list }: { list: List }) {
  const t = useMoreT()
  const [make, made] = tasksApi.useMakeFeedMutation()
  const [drop, dropped] = tasksApi.useDropFeedMutation()
  const [url, setUrl] = useState<string>()
  const has = list.has_feed || url !== undefined
  const fail = (error: unknown) => toast({ text: (error as ApiError).message || t('files.failed'), tone: 'problem' })
  const renew = async () => {
    const { data, error } = await make({ params: { id: list.id } })
    if (data) setUrl(data.url)
    else fail(error)
  }
  const end = async () => {
    const { error } = await drop({ params: { id: list.id } })
    if (error) return fail(error)
    setUrl(undefined)
    toast({ text: t('files.feed_ended') })
  }
  return (
    <Part title={t('files.feed')} why={t(has ? 'files.feed_on' : 'files.feed_why')}>
      {url && <Address url={url} />}
      <div className="flex flex-wrap gap-2">
        <Button kind={has ? 'plain' : 'main'} busy={made.isLoading} onClick={() => void renew()}>
          {t(has ? 'files.feed_renew' : 'files.feed_make')}
        </Button>
        {has && (
          <Button kind="quiet" busy={dropped.isLoading} onClick={() => void end()}>
            {t('files.feed_end')}
          </Button>
        )}
      </div>
      {has && <p className="text-13 text-ink-2">{t('files.feed_renew_why')}</p>}
    </Part>
  )
}

function Address({ url }: { url: string }) {
  const t = useMoreT()
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => toast({ text: t('files.copied') }),
      () => toast({ text: t('files.copy_failed'), tone: 'problem' }),
    )
  return (
    <div className="grid gap-2 rounded-md bg-genda-soft p-3">
      <label className="font-[550]" htmlFor="feed-address">
        {t('files.feed_once')}
      </label>
      <div className="flex gap-2">
        <input id="feed-address" readOnly className="control min-w-0 text-13" value={url} onFocus={({ currentTarget }) => currentTarget.select()} />
        <Button onClick={() => void copy()}>{t('files.copy')}</Button>
      </div>
    </div>
  )
}
