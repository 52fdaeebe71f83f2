import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { Field } from '#web/ui/field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useT } from './book.ts'
import { type FieldName, fields, most } from './form.ts'
import { useContact } from './use-contact.ts'

/** Writes to those who run the site; needs no account. */
export function ContactPage() {
  const t = useT()
  const contact = useContact()
  const [search] = useSearchParams()
  const reference = /^PI-[2-9A-Z]{4}-[2-9A-Z]{4}$/.exec(search.get('sent') ?? '')?.[0]
  useHead({ title: t('tab', { page: t('title') }), description: t('description') })
  return (
    <div className="page page-form max-w-[40rem]">
      {contact.sent ? <Sent sent={contact.sent} onAnother={contact.another} /> : reference ? <Arrived reference={reference} /> : <Form contact={contact} />}
    </div>
  )
}

/** What the server said to a form that was sent without scripts. */
function useRefusal(): string | undefined {
  const t = useT()
  const [search] = useSearchParams()
  const problem = search.get('problem')
  const key = ([...fields, 'often', 'failed'] as const).find((one) => one === problem)
  return key && (key === 'often' || key === 'failed' ? t(`problems.${key}`) : `${t(`problems.${key}`)} ${t('go_back')}`)
}

/** The same as below for a form that was sent without scripts. */
function Arrived({ reference }: { reference: string }) {
  const t = useT()
  return (
    <>
      <h1 className="title">{t('arrived')}</h1>
      <p className="lead mt-3">{t('arrived_text')}</p>
      <p className="mt-4 text-32 font-bold tabular-nums">{reference}</p>
      <LinkButton className="mt-6" to="/contact">
        {t('sent_another')}
      </LinkButton>
    </>
  )
}

function Form({ contact }: { contact: ReturnType<typeof useContact> }) {
  const t = useT()
  const trap = useRef<HTMLInputElement>(null)
  const { place, draft, wrong, problem, form, busy, change, send } = contact
  const refused = useRefusal()
  const said = (name: FieldName) => {
    const key = wrong[name]
    return key && (key === 'long' ? t('problems.long', { count: most[name] }) : t(`problems.${key}`))
  }
  const faults = Object.keys(wrong).map((name) => ({ id: name, message: said(name as FieldName) ?? '' }))
  const field = (name: FieldName) => ({ id: name, name, required: true, maxLength: most[name], label: t(name), value: draft[name], error: said(name) })
  return (
    <>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('line')}</p>
      <form
        ref={place}
        data-app=""
        method="post"
        action="/api/contact/form"
        // Without scripts the browser itself looks whether all is there.
        noValidate={draft.id !== ''}
        className="mt-6 grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          void send(trap.current?.value ?? '')
        }}
      >
        <ErrorSummary title={t('summary')} message={problem ?? refused} fields={faults} />
        <input type="hidden" name="language" value={useLanguage()} />
        {form && <input type="hidden" name="proof" value={form.proof} />}
        {form?.csrf && <input type="hidden" name="csrf" value={form.csrf} />}
        <Field {...field('name')} autoComplete="name" onChange={(event) => change('name', event.target.value)} />
        <Field {...field('email')} type="email" autoComplete="email" help={t('email_help')} onChange={(event) => change('email', event.target.value)} />
        <Field {...field('subject')} autoComplete="off" onChange={(event) => change('subject', event.target.value)} />
        <TextArea {...field('message')} rows={8} help={t('kept')} onChange={(event) => change('message', event.target.value)} />
        {/* People do not see it; programs that fill in everything do. */}
        <div aria-hidden="true" className="absolute -start-[999rem] size-px overflow-hidden">
          <label>
            {t('trap')}
            <input ref={trap} type="text" name="website" tabIndex={-1} autoComplete="off" />
          </label>
        </div>
        <div>
          <Button type="submit" kind="main" busy={busy}>
            {t('send')}
          </Button>
        </div>
      </form>
    </>
  )
}

function Sent({ sent: { reference, draft }, onAnother }: { sent: NonNullable<ReturnType<typeof useContact>['sent']>; onAnother: () => void }) {
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="title wrap-anywhere">
        {t('sent', { name: draft.name })}
      </h1>
      <p className="lead mt-3 wrap-anywhere">{t('sent_text', { email: draft.email })}</p>
      <p className="mt-4 text-32 font-bold tabular-nums">{reference}</p>
      <Button className="mt-6" onClick={onAnother}>
        {t('sent_another')}
      </Button>
    </>
  )
}
