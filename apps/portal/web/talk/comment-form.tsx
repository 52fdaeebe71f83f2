import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { useEarlySubmit } from '#web/early-submit.ts'
import { useFormat } from '#web/i18n.ts'
import { keepPrivate, keptPrivate } from '#web/private-storage.ts'
import { Button } from '#web/ui/button.tsx'
import { most_text } from '../../contract/fields.ts'
import { useT } from '../blog/book.ts'
import { MentionList } from './mention-list.tsx'
import { useMentions } from './use-mentions.ts'

interface Props {
  /** Of which post: its people are whom one mentions. */
  post_id: string
  label: string
  submit: string
  /** Under which name what is typed survives a reload; it goes when they sign out here. */
  draft: string
  start?: string
  /** Gives what was wrong, nothing when it is done. */
  onSend: (content: string) => Promise<string | undefined> | undefined
  onCancel?: () => void
}

/** Where a comment is written or changed. */
export function CommentForm({ post_id, label, submit, draft, start = '', onSend, onCancel }: Props) {
  const t = useT()
  const format = useFormat()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(start)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  // Only now, since the server knows nothing of it and renders the same page; what is typed before the app is there goes before what was kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is begun once for a draft.
  useLayoutEffect(() => {
    const typed = field.current?.value
    if (typed && typed !== start) return type(typed)
    const kept = keptPrivate(draft)
    if (kept) setText(kept)
  }, [draft])
  const form = useEarlySubmit(() => field.current?.value === text)
  const type = (next: string) => {
    setText(next)
    setProblem(undefined)
    keepPrivate(draft, next === start ? null : next)
  }
  const mentions = useMentions({ field, post_id, onText: type })
  const send = async () => {
    if (busy) return
    const wrong = text.trim() === '' ? t('talk.empty') : text.length > most_text.comment ? t('talk.too_long', { count: most_text.comment }) : undefined
    if (!wrong) setBusy(true)
    const failed = wrong ?? (await onSend(text))
    setBusy(false)
    setProblem(failed)
    if (failed) return field.current?.focus()
    keepPrivate(draft, null)
    setText(start)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKey(event)) return
    if (event.key === 'Escape' && onCancel && text === start) onCancel()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void send()
  }
  const near_end = text.length > most_text.comment * 0.9
  return (
    <form
      ref={form}
      data-app=""
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      className="grid gap-2"
    >
      <label htmlFor={id} className="font-[550]">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={3}
        value={text}
        placeholder={t('talk.placeholder')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-help`}
        {...mentions.attributes}
        onChange={(event) => {
          type(event.target.value)
          mentions.look()
        }}
        onSelect={mentions.look}
        onBlur={mentions.close}
        onKeyDown={onKeyDown}
        className="control block min-h-24 resize-y py-2 [field-sizing:content]"
      />
      <MentionList {...mentions} />
      {problem && (
        <p role="alert" className="text-15 text-sindoor">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p id={`${id}-help`} className="text-13 text-ink-2">
          {near_end ? `${format.number(text.length)} / ${format.number(most_text.comment)}` : t('talk.formats')}
          <span className="max-md:hidden"> {t('talk.keys')}</span>
        </p>
        <span className="flex gap-2">
          {onCancel && (
            <Button
              small
              kind="quiet"
              onClick={() => {
                keepPrivate(draft, null)
                onCancel()
              }}
            >
              {t('talk.cancel')}
            </Button>
          )}
          <Button type="submit" kind="main" small busy={busy}>
            {submit}
          </Button>
        </span>
      </div>
    </form>
  )
}
