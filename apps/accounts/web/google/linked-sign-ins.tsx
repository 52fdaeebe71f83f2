import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { useLinkGoogleMutation, useListIdentitiesQuery, useListProvidersQuery, useUnlinkIdentityMutation } from './api.ts'
import { OutsideProblemNote } from './outside-problem.tsx'
import { useT } from './words.ts'

/** Identities at outside providers that open one's account: a section of the ways to sign in. */
export function LinkedSignIns() {
  const t = useT()
  const [query] = useSearchParams()
  const { data: available } = useListProvidersQuery()
  const { data, isError, refetch } = useListIdentitiesQuery()
  const providers = available?.providers ?? []
  // A site without a provider says nothing of it, unless something from before is still linked.
  if (!providers.length && !data?.identities.length) return null
  return (
    <section aria-labelledby="linked-sign-ins" className="hairline py-8">
      <h2 id="linked-sign-ins" className="text-20 font-semibold">
        {t('linked.title')}
      </h2>
      <p className="mt-1 text-ink-2">{t('linked.why')}</p>
      <OutsideProblemNote />
      {query.get('linked') === 'google' && (
        <p role="status" className="mt-4 rounded-md bg-tulsi-soft px-4 py-3">
          {t('linked.done', { name: providers[0]?.name ?? 'Google' })}
        </p>
      )}
      {isError && (
        <p role="alert" className="mt-4 flex flex-wrap items-center gap-3">
          {t('linked.unavailable')}
          <Button small onClick={() => void refetch()}>
            {t('linked.retry')}
          </Button>
        </p>
      )}
      {data && (data.identities.length ? <Identities list={data.identities} /> : <p className="mt-4">{t('linked.none')}</p>)}
      {providers.map(({ id, name }) => (
        <LinkOne key={id} name={name} more={Boolean(data?.identities.some(({ provider }) => provider === name))} />
      ))}
    </section>
  )
}

type Identity = NonNullable<ReturnType<typeof useListIdentitiesQuery>['data']>['identities'][number]

function Identities({ list }: { list: readonly Identity[] }) {
  const t = useT()
  const format = useOwnFormat()
  const tell = useProblem()
  const [unlink] = useUnlinkIdentityMutation()
  const [going, setGoing] = useState<string>()
  const { confirmed, dialog } = useConfirm()
  const remove = async ({ id, provider }: Identity) => {
    setGoing(id)
    const { error } = await confirmed(() => unlink({ params: { id } }))
    setGoing(undefined)
    if (error) tell(error as ApiError)
    else toast({ text: t('linked.unlinked', { name: provider }) })
  }
  return (
    <>
      <ul className="mt-4">
        {list.map((identity) => (
          <li key={identity.id} className="hairline flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="break-words font-[550]">
                {identity.provider} · {identity.email ?? t('linked.no_mail')}
              </p>
              <p className="text-13 text-ink-2">
                {t('linked.linked_on', { date: format.date(identity.created_at) })}, {t('linked.last_used', { date: format.date(identity.last_used_at) })}
              </p>
            </div>
            <Button
              small
              busy={going === identity.id}
              aria-label={t('linked.unlink_which', { name: identity.provider, email: identity.email ?? t('linked.no_mail') })}
              onClick={() => void remove(identity)}
            >
              {t('linked.unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {dialog}
    </>
  )
}

function LinkOne({ name, more }: { name: string; more: boolean }) {
  const t = useT()
  const tell = useProblem()
  const [link, { isLoading, isSuccess }] = useLinkGoogleMutation()
  const { confirmed, dialog } = useConfirm()
  const go = async () => {
    const { data, error } = await confirmed(() => link())
    if (error) tell(error as ApiError)
    else location.assign(data.location)
  }
  return (
    <>
      <Button className="mt-5" busy={isLoading || isSuccess} onClick={() => void go()}>
        {t(more ? 'linked.link_more' : 'linked.link', { name })}
      </Button>
      {dialog}
    </>
  )
}

/** Says what a refused change was refused for. */
function useProblem() {
  const t = useT()
  return (error: ApiError) => {
    if (isDeclined(error)) return
    toast({ text: t(error.code === 'conflict' ? 'linked.last' : 'linked.failed'), tone: 'problem', stay: error.status === 409 })
  }
}
