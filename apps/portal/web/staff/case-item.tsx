import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Field } from '#web/ui/field.tsx'
import { useOwnFormat } from '#web/zone.ts'
import { most_text } from '../../contract/fields.ts'
import type { Case } from '../../contract/moderation.ts'
import { postPath } from '../blog/addresses.ts'
import { useT } from './book.ts'
import { useDecision } from './use-decision.ts'

/** One post or comment, what was said about it, and what can be done. */
export function CaseItem({ one, done }: { one: Case; done: boolean }) {
  const t = useT()
  const format = useOwnFormat()
  const { decide, busy, problem } = useDecision(one, done)
  const [hiding, setHiding] = useState(false)
  const name = one.author ? one.author.name || one.author.username : t('somebody')
  const path = postPath(one.post.slug) + (one.kind === 'comment' ? `#comment-${one.id}` : '')
  return (
    <li className="border-line border-b py-5">
      <p className="flex flex-wrap items-baseline gap-x-2 text-15">
        <span className={classes('tag', one.status === 'hidden' && 'bg-sindoor-soft text-sindoor')}>{t(`status.${one.status}`)}</span>
        <span className="font-semibold">{t(`kinds.${one.kind}`)}</span>
        <span className="text-ink-2">
          <bdi>{t('by', { name })}</bdi>
        </span>
        <Link to={path} className="link inline-block min-h-6 wrap-anywhere">
          {t('on', { post: one.post.postname })}
        </Link>
        <time dateTime={one.created_at} className="text-13 text-ink-2">
          {format.date(one.created_at, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })}
        </time>
      </p>
      <blockquote dir="auto" className="mt-2 border-line border-s-2 ps-3 whitespace-pre-line wrap-anywhere">
        {one.excerpt}
      </blockquote>
      {one.reports.length > 0 && <Reports reports={one.reports} />}
      {hiding ? (
        <HideForm busy={busy} onCancel={() => setHiding(false)} onHide={async (reason) => (await decide('hide', reason)) && setHiding(false)} />
      ) : (
        <p className="mt-3 flex flex-wrap gap-2">
          {one.status === 'held' && (
            <Button small kind="main" busy={busy} onClick={() => void decide('approve')}>
              {t('approve')}
            </Button>
          )}
          {(one.status === 'held' || one.status === 'visible') && (
            <Button small busy={busy} onClick={() => setHiding(true)}>
              {t('hide')}
            </Button>
          )}
          {one.status === 'hidden' && (
            <Button small busy={busy} onClick={() => void decide('restore')}>
              {t('restore')}
            </Button>
          )}
          {!done && one.reports.length > 0 && (
            <Button small busy={busy} onClick={() => void decide('dismiss')}>
              {t('dismiss')}
            </Button>
          )}
        </p>
      )}
      {problem && (
        <p role="alert" className="mt-2 text-sindoor">
          {problem}
        </p>
      )}
    </li>
  )
}

function Reports({ reports }: Pick<Case, 'reports'>) {
  const t = useT()
  return (
    <>
      <p className="mt-2 text-15 font-[550]">{t('reported', { count: reports.length })}</p>
      <ul className="text-15 text-ink-2">
        {reports.map(({ reason, note, reporter, created_at }) => (
          <li key={`${created_at} ${reporter?.id}`} className="wrap-anywhere">
            {t(`reasons.${reason}`)} · <bdi>{reporter?.username ?? t('somebody')}</bdi>
            {note && `: ${note}`}
          </li>
        ))}
      </ul>
    </>
  )
}

function HideForm({ busy, onHide, onCancel }: { busy: boolean; onHide: (reason: string) => Promise<unknown>; onCancel: () => void }) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') void onHide(reason.trim())
  }
  return (
    <form onSubmit={submit} className="mt-3 grid max-w-[40rem] gap-2">
      <Field
        label={t('why')}
        error={missing ? t('why_needed') : undefined}
        maxLength={most_text.note}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        autoFocus
      />
      <span className="flex gap-2">
        <Button type="submit" small kind="main" busy={busy}>
          {t('hide')}
        </Button>
        <Button small kind="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  )
}
