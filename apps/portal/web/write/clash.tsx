import { diffLines } from 'diff'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { textIn } from '../blog/languages.ts'
import { useT } from './book.ts'
import type { Doc } from './document.ts'
import type { Shown } from './keeper.ts'
import { bothOf } from './merge.ts'

/** Two texts of one post, side by side, with the three ways out; none of them loses a word without its writer seeing it. */
export function Clash({ shown, onSettle }: { shown: Shown; onSettle: (doc: Doc) => void }) {
  const t = useT()
  const { doc, theirs } = shown
  if (!theirs) return null
  const parts = diffLines(theirs.doc.content, doc.content)
  return (
    <section aria-labelledby="clash" className="arrive my-6 rounded-md border border-sindoor p-4">
      <h2 id="clash" className="text-20">
        {t('clash.title')}
      </h2>
      <p className="mt-1 max-w-[65ch] text-ink-2">{t('clash.text')}</p>
      <div className="mt-4 grid gap-4 md:grid-cols-2">
        <Side title={t('clash.mine')} doc={doc} parts={parts.filter(({ removed }) => !removed)}>
          <Button onClick={() => onSettle(doc)}>{t('clash.take_mine')}</Button>
        </Side>
        <Side title={t('clash.theirs')} doc={theirs.doc} parts={parts.filter(({ added }) => !added)}>
          <Button onClick={() => onSettle(theirs.doc)}>{t('clash.take_theirs')}</Button>
        </Side>
      </div>
      <Button kind="main" className="mt-4" onClick={() => onSettle(bothOf(doc, theirs.doc))}>
        {t('clash.take_both')}
      </Button>
      <p className="mt-1 text-13 text-ink-2">{t('clash.both_help')}</p>
    </section>
  )
}

interface SideProps {
  title: string
  doc: Doc
  parts: readonly { value: string; added?: boolean; removed?: boolean }[]
  children: React.ReactNode
}

function Side({ title, doc, parts, children }: SideProps) {
  let at = 0
  return (
    <div className="flex min-w-0 flex-col">
      <h3 className="font-semibold">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
      <div tabIndex={0} {...textIn(doc.language)} className="mt-2 max-h-[50svh] flex-1 overflow-auto rounded-md bg-sunk p-3 whitespace-pre-wrap wrap-anywhere">
        <p className="mb-2 font-bold">{doc.postname}</p>
        {parts.map(({ value, added, removed }) => {
          at += value.length
          return (
            <span key={at} className={classes((added || removed) && 'bg-genda-soft')}>
              {value}
            </span>
          )
        })}
      </div>
      <p className="mt-2">{children}</p>
    </div>
  )
}
