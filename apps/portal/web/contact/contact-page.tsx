import { useEffect, useRef } from 'react'
import { useHead } from '#web/head.tsx'
import { Button } from '#web/ui/button.tsx'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { Field } from '#web/ui/field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useT } from './book.ts'
import { type FieldName, most } from './form.ts'
import { useContact } from './use-contact.ts'

/** Writes to those who run the site; needs no account. */
export function ContactPage() {
  const t = useT()
  const contact = useContact()
  useHead({ title: t('tab', { page: t('title') }), description: t('description') })
  return (
    <div className="page page-form max-w-[40rem]">{contact.sent ? <Sent sent={contact.sent} onAnother={contact.another} /> : <Form contact={contact} />}</div>
  )
}

function Form({ contact }: { contact: ReturnType<typeof useContact> }) {
  const t = useT()
  const trap = useRef<HTMLInputElement>(null)
  const { draft, wrong, problem, busy, change, send } = contact
  const said = (name: FieldName) => {
    const key = wrong[name]
    return key && (key === 'long' ? t('problems.long', { count: most[name] }) : t(`problems.${key}`))
  }
  const fields = Object.keys(wrong).map((name) => ({ id: name, message: said(name as FieldName) ?? '' }))
  const field = (name: FieldName) => ({ id: name, label: t(name), value: draft[name], error: said(name) })
  return (
    <>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('line')}</p>
      <noscript>
        <p className="mt-4 rounded-md bg-genda-soft px-4 py-3">{t('no_script')}</p>
      </noscript>
      <form
        data-app=""
        noValidate
        className="mt-6 grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          void send(trap.current?.value ?? '')
        }}
      >
        <ErrorSummary title={t('summary')} message={problem} fields={fields} />
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
