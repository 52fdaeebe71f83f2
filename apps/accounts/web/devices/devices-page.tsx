import { useStore } from 'react-redux'
import { useHead } from '#web/head.tsx'
import { endSession } from '#web/layout/end-session.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { useShellT } from '#web/words.ts'
import type { Device } from '../../contract/devices.ts'
import { ListState } from '../list-state.tsx'
import { SureButton } from '../sure-button.tsx'
import { useReturn } from '../use-return.ts'
import { useDevicesInfiniteQuery } from './api.ts'
import { DeviceRow, nameOf } from './device-row.tsx'
import { list_id, useEnding } from './use-ending.ts'
import { useT } from './words.ts'

export function DevicesPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  return (
    <div>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('lead')}</p>
      {user && <DeviceList user_id={user.id} />}
    </div>
  )
}

function DeviceList({ user_id }: { user_id: string }) {
  const t = useT()
  const { data, isLoading, isError, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDevicesInfiniteQuery(user_id)
  useReturn(() => void refetch())
  const found = data?.pages.flatMap(({ items }) => items) ?? []
  // What one is sitting at comes first, however long ago one signed in.
  const devices = [...found.filter(({ current }) => current), ...found.filter(({ current }) => !current)]
  return (
    <>
      <ListState
        loading={isLoading}
        failed={isError && !data}
        words={{ loading: t('loading'), failed: t('failed'), again: t('again') }}
        onAgain={() => void refetch()}
      />
      <ul id={list_id} tabIndex={-1} className="mt-6">
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} action={<EndButton user_id={user_id} device={device} />} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="hairline pt-4">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      {data && <Others user_id={user_id} any={devices.length > 1 || hasNextPage} />}
    </>
  )
}

function EndButton({ user_id, device }: { user_id: string; device: Device }) {
  const t = useT()
  const shell = useShellT()
  const store = useStore() as AppStore
  const { endOne, busy } = useEnding(user_id)
  if (device.current)
    return (
      <Button small onClick={() => void endSession(store, shell)}>
        {t('end')}
      </Button>
    )
  const key = device.kind === 'key'
  return (
    <SureButton
      label={t(key ? 'revoke' : 'end')}
      sure={t(key ? 'revoke_sure' : 'end_sure')}
      about={nameOf(t, device)}
      busy={busy}
      onSure={() => void endOne(device)}
    />
  )
}

function Others({ user_id, any }: { user_id: string; any: boolean }) {
  const t = useT()
  const { endOthers, busy } = useEnding(user_id)
  if (!any) return <p className="hairline pt-5 text-ink-2">{t('only')}</p>
  return (
    <div className="hairline grid justify-items-start gap-3 pt-5">
      <p className="text-ink-2">{t('others_note')}</p>
      <SureButton label={t('others')} sure={t('others_sure')} about={t('others_about')} busy={busy} onSure={() => void endOthers()} />
    </div>
  )
}
