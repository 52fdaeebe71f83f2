import { useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import type { ContactMessage } from '../../contract/contact.ts'
import { type Mailbox, staffApi, useContactMessagesInfiniteQuery } from './api.ts'
import { useT } from './book.ts'
import { GrowingList, Tabs } from './list-frame.tsx'

const boxes = ['new', 'answered', 'spam', 'all'] as const

/** What people wrote by the contact form. */
export function ContactInboxPage() {
  const t = useT()
  const [search] = useSearchParams()
  const box: Mailbox = boxes.find((one) => one === search.get('show')) ?? 'new'
  const query = useContactMessagesInfiniteQuery(box)
  const messages = query.data?.pages.flatMap(({ items }) => items) ?? []
  useHead({ title: t('tab', { page: t('contact.title') }), noindex: true })
  const addressOf = (one: Mailbox) => (one === 'new' ? '/moderation/contact' : `/moderation/contact?show=${one}`)
  return (
    <div className="page max-w-[56rem]">
      <Link to="/moderation" className="link inline-flex min-h-11 items-center text-15">
        {t('contact.back')}
      </Link>
      <h1 className="title">{t('contact.title')}</h1>
      <p className="lead mt-2">{t('contact.line')}</p>
      <Tabs
        label={t('contact.show')}
        tabs={boxes.map((one) => ({ to: addressOf(one), name: one === 'all' ? t('contact.all') : t(`contact.states.${one}`) }))}
        here={addressOf(box)}
      />
      <GrowingList query={query} count={messages.length} empty={{ title: t('contact.none'), text: t('contact.none_text') }}>
        {messages.map((message) => (
          <Message key={message.id} message={message} box={box} />
        ))}
      </GrowingList>
    </div>
  )
}

function Message({ message, box }: { message: ContactMessage; box: Mailbox }) {
  const t = useT()
  const format = useOwnFormat()
  const { mark, busy } = useMark(message, box)
  const reply = `mailto:${encodeURIComponent(message.email)}?subject=${encodeURIComponent(`Re: ${message.subject} [${message.reference}]`)}`
  return (
    <li className="border-line border-b py-5">
      <h2 className="text-17 font-semibold wrap-anywhere">{message.subject}</h2>
      <p className="flex flex-wrap gap-x-2 text-15 text-ink-2 wrap-anywhere">
        <span className="tag">{t(`contact.states.${message.status}`)}</span>
        <bdi>{message.name}</bdi>
        <bdi>{message.email}</bdi>
        <span className="tabular-nums">{message.reference}</span>
        <time dateTime={message.created_at}>{format.date(message.created_at, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })}</time>
        {!message.proven && <span>{t('contact.unproven')}</span>}
      </p>
      <p dir="auto" className="mt-2 max-w-[65ch] whitespace-pre-line wrap-anywhere">
        {message.message}
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        <a href={reply} className="btn btn-sm btn-main">
          {t('contact.reply')}
        </a>
        {(['answered', 'spam', 'new'] as const)
          .filter((status) => status !== message.status)
          .map((status) => (
            <Button key={status} small busy={busy} onClick={() => void mark(status)}>
              {t(`contact.${status}`)}
            </Button>
          ))}
      </p>
    </li>
  )
}

/** Marks at once what the server then has; it leaves the box it stood in, and the toast brings it back. */
function useMark(message: ContactMessage, box: Mailbox) {
  const t = useT()
  const store = useStore() as AppStore
  const [busy, setBusy] = useState(false)
  const send = (status: ContactMessage['status']) =>
    store.dispatch(staffApi.endpoints.changeContactMessage.initiate({ params: { id: message.id }, body: { status } }, { track: false }))
  const show = (now: ContactMessage) =>
    store.dispatch(
      staffApi.util.updateQueryData('contactMessages', box, (draft) => {
        for (const page of draft.pages) page.items = page.items.flatMap((one) => (one.id !== now.id ? [one] : box === 'all' || now.status === box ? [now] : []))
      }),
    )
  const mark = async (status: ContactMessage['status']) => {
    setBusy(true)
    const { data, error } = await send(status)
    setBusy(false)
    if (error) return toast({ text: (error as ApiError).message || t('failed'), tone: 'problem' })
    const shown = show(data)
    const undo = async () => {
      const back = await send(message.status)
      if (back.data) shown.undo()
    }
    return toast({ text: t('contact.changed', { state: t(`contact.states.${status}`) }), undo: () => void undo() })
  }
  return { mark, busy }
}
