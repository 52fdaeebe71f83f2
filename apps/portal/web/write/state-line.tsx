import { Link } from 'react-router'
import { classes } from '#web/ui/classes.ts'
import { useSignIn } from '../blog/sign-in.ts'
import { useT } from './book.ts'
import { type Doc, wordsIn } from './document.ts'
import type { Shown } from './keeper.ts'

/** Says honestly where the text is, and how long it is. */
export function StateLine({ shown }: { shown: Shown }) {
  const t = useT()
  const signIn = useSignIn()
  const { state, message } = shown
  const wrong = state === 'gone' || state === 'problem' || state === 'clash' || state === 'refused'
  return (
    <p role="status" className={classes('text-13', wrong ? 'text-sindoor' : 'text-ink-2')}>
      {t(`state.${state}`)} {state === 'problem' && message}
      {state === 'refused' && (
        <Link to={signIn()} className="link">
          {t('state.sign_in')}
        </Link>
      )}
    </p>
  )
}

export function Length({ doc }: { doc: Doc }) {
  const t = useT()
  const words = wordsIn(doc.content)
  return (
    <p id="content-help" className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-13 text-ink-2">
      <span>{t('fields.content_help')}</span>
      <span className="tabular-nums">{`${t('fields.words', { count: words })} · ${t('fields.minutes', { count: Math.max(1, Math.round(words / 220)) })}`}</span>
    </p>
  )
}
