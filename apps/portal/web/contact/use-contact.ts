import { useLayoutEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { useEarlySubmit } from '#web/early-submit.ts'
import { useLanguage } from '#web/i18n.ts'
import { keepPrivate, keptPrivate } from '#web/private-storage.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { contactApi, useContactFormQuery } from './api.ts'
import { type T, useT } from './book.ts'
import { type Draft, fields, type Given, wrongIn } from './form.ts'

const key = 'contact'
const empty: Given = { name: '', email: '', subject: '', message: '' }

function keptDraft(): Draft | undefined {
  try {
    const kept = JSON.parse(keptPrivate(key) ?? 'null') as Draft | null
    return kept && typeof kept.id === 'string' && fields.every((name) => typeof kept[name] === 'string') ? kept : undefined
  } catch {
    return undefined
  }
}

/** A message that is being written: kept in this browser with each letter, and sent once however often one presses. */
export function useContact() {
  const t = useT()
  const store = useStore() as AppStore
  const { user } = useSession()
  const language = useLanguage()
  const [draft, setDraft] = useState<Draft>({ ...empty, id: '' })
  const [wrong, setWrong] = useState<ReturnType<typeof wrongIn>>({})
  const [problem, setProblem] = useState<string>()
  const [sent, setSent] = useState<{ reference: string; draft: Draft }>()
  const [busy, setBusy] = useState(false)
  const place = useEarlySubmit(() => draft.id !== '')
  // Without it the message goes too, only less often.
  const { data: form, refetch } = useContactFormQuery(undefined, { refetchOnMountOrArgChange: true })
  // What was typed before the app was there stays.
  const begun = (now: Draft): Draft => (now.id ? now : { ...(keptDraft() ?? freshOf(user)), ...typedIn(place.current) })
  // Only now, since the server knows nothing of what is kept here and renders the same page; and before the fields are shown anew without what was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is begun once.
  useLayoutEffect(() => setDraft(begun(draft)), [])
  const change = (name: keyof Given, value: string) => {
    const next = { ...begun(draft), [name]: value }
    setDraft(next)
    keepPrivate(key, JSON.stringify(next))
    setWrong(({ [name]: _, ...others }) => others)
  }
  const send = async (website: string) => {
    if (busy) return
    const found = wrongIn(draft)
    setWrong(found)
    setProblem(undefined)
    const [first] = Object.keys(found)
    if (first) return document.getElementById(first)?.focus()
    setBusy(true)
    const body = {
      ...draft,
      language,
      subject: oneLine(draft.subject),
      name: oneLine(draft.name),
      ...(form ? { proof: form.proof } : {}),
      ...(website ? { website } : {}),
    }
    const { data, error } = await store.dispatch(contactApi.endpoints.sendContact.initiate({ body }, { track: false }))
    setBusy(false)
    if (error) return setProblem(sentence(t, error as ApiError))
    keepPrivate(key, null)
    setSent({ reference: data.reference, draft })
  }
  const another = () => {
    setDraft({ ...draft, subject: '', message: '', id: crypto.randomUUID() })
    setSent(undefined)
    void refetch()
  }
  return { place, draft, form, wrong, problem, sent, busy, change, send, another }
}

const freshOf = (user: ReturnType<typeof useSession>['user']): Draft => ({
  ...empty,
  id: crypto.randomUUID(),
  name: user ? `${user.first_name} ${user.last_name}`.trim() : '',
  email: user?.email ?? '',
})

function typedIn(place: HTMLFormElement | null): Partial<Given> {
  const { elements } = place ?? {}
  const value = (name: string) => (elements?.namedItem(name) as HTMLInputElement | null)?.value
  return Object.fromEntries(fields.flatMap((name) => (value(name) ? [[name, value(name)]] : [])))
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

function sentence(t: T, { status, message }: ApiError): string {
  if (status === 0) return t('problems.offline')
  if (status === 429) return t('problems.often')
  return status >= 500 || !message ? t('problems.failed') : message
}
