import { useEffect, useRef, useState } from 'react'
import { classes } from '#web/ui/classes.ts'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { most_text, type Picture } from '../../contract/fields.ts'
import type { Post } from '../../contract/posts.ts'
import { textIn } from '../blog/languages.ts'
import { useT } from './book.ts'
import { Clash } from './clash.tsx'
import { Details } from './details.tsx'
import type { Keeper } from './keeper.ts'
import { besideLine, insertBlock } from './markdown.ts'
import { PictureDialog } from './picture-dialog.tsx'
import { Preview } from './preview.tsx'
import { PublishBar } from './publish-bar.tsx'
import { Length } from './state-line.tsx'
import { apply, editOf, TextField } from './text-field.tsx'
import { Toolbar } from './toolbar.tsx'
import { useShown } from './use-keeper.ts'

type View = 'write' | 'preview' | 'both'
/** What keeps a post from being published, by field. */
export type Missing = Partial<Record<'postname' | 'content' | 'category', string>>

/** Title, text, what readers will see of it, and what belongs to it. */
export function Editor({ keeper, post, post_id }: { keeper: Keeper; post: Post | undefined; post_id: string }) {
  const t = useT()
  const shown = useShown(keeper)
  const { doc } = shown
  const field = useRef<HTMLTextAreaElement>(null)
  const [view, setView] = useState<View>('write')
  const [files, setFiles] = useState<readonly File[]>([])
  const [missing, setMissing] = useState<Missing>({})
  const change: Keeper['change'] = (part) => {
    keeper.change(part)
    setMissing((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !(name in part))))
  }
  useLeaveWarning(keeper)
  const place = (picture: Picture) => {
    setFiles((all) => all.slice(1))
    // The dialog gives the focus back first.
    requestAnimationFrame(
      () => field.current && apply(field.current, insertBlock(besideLine(editOf(field.current)), `![${escaped(picture.alt)}](${picture.url})`)),
    )
  }
  const [file] = files
  return (
    <div className="page">
      <PublishBar keeper={keeper} shown={shown} post={post} post_id={post_id} onMissing={setMissing} />
      {shown.state === 'clash' && <Clash shown={shown} onSettle={(next) => keeper.settle(next)} />}
      <ErrorSummary title={t('missing')} fields={Object.entries(missing).map(([id, message]) => ({ id, message }))} />
      <div className="mt-4 grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="min-w-0">
          <TitleField
            keeper={keeper}
            value={doc.postname}
            problem={missing.postname}
            onChange={(postname) => change({ postname })}
            onDown={() => field.current?.focus()}
          />
          <Segmented
            legend={t('view.title')}
            quiet
            name="view"
            value={view}
            options={(['write', 'both', 'preview'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
            onChange={setView}
            className="mt-4 mb-2 max-w-96 [&_label:nth-child(2)]:max-md:hidden"
          />
          <div className={classes('grid gap-8', view === 'both' && 'md:grid-cols-2')}>
            <div className={classes('min-w-0', view === 'preview' && 'hidden')}>
              <div className="sticky top-14 z-10 bg-paper">
                <Toolbar field={field} onPictures={(more) => setFiles((all) => [...all, ...more])} />
              </div>
              <TextField
                field={field}
                doc={doc}
                invalid={missing.content !== undefined}
                onText={(content) => change({ content })}
                onFiles={(more) => setFiles((all) => [...all, ...more])}
              />
              {missing.content && <p className="mt-1.5 text-sindoor">{missing.content}</p>}
              <Length doc={doc} />
            </div>
            {view !== 'write' && <Preview doc={doc} />}
          </div>
        </div>
        <Details doc={doc} post={post} problem={missing.category} onChange={change} />
      </div>
      {file && (
        <PictureDialog
          key={`${file.name} ${files.length}`}
          file={file}
          title={t('picture.title')}
          onDone={place}
          onClose={() => setFiles((all) => all.slice(1))}
        />
      )}
    </div>
  )
}

/** In the words for a picture brackets would end them. */
const escaped = (alt: string) => alt.replaceAll(/[[\]\\]/g, '\\$&')

interface TitleProps {
  keeper: Keeper
  value: string
  problem: string | undefined
  onChange: (title: string) => void
  onDown: () => void
}

/** As large as readers see it, and as tall as it needs. Enter leads on to the text. */
function TitleField({ keeper, value, problem, onChange, onDown }: TitleProps) {
  const t = useT()
  const { doc } = useShown(keeper)
  return (
    <div>
      <label htmlFor="postname" className="sr-only">
        {t('fields.postname')}
      </label>
      <textarea
        id="postname"
        {...textIn(doc.language)}
        rows={1}
        value={value}
        maxLength={most_text.postname}
        placeholder={t('fields.postname_placeholder')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'postname-error' : undefined}
        onChange={(event) => onChange(event.target.value.replaceAll(/[\r\n]+/g, ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          onDown()
        }}
        className="title block w-full resize-none bg-transparent outline-offset-8 [field-sizing:content] placeholder:text-ink-2 md:text-32"
      />
      {problem && (
        <p id="postname-error" className="mt-1.5 text-sindoor">
          {problem}
        </p>
      )}
    </div>
  )
}

/** Closing the tab while the last words are on their way asks first; they would still be in this browser. */
function useLeaveWarning(keeper: Keeper) {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      const { state } = keeper.shown()
      if (state === 'clash' || state === 'problem' || state === 'gone') event.preventDefault()
      else if (state !== 'saved') void keeper.flush()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [keeper])
}
