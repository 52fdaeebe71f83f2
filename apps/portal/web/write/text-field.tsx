import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { classes } from '#web/ui/classes.ts'
import { textIn } from '../blog/languages.ts'
import { useT } from './book.ts'
import { commandOf } from './commands.ts'
import type { Doc } from './document.ts'
import { difference, type Edit, newLine, pasteLink } from './markdown.ts'

interface Props {
  field: RefObject<HTMLTextAreaElement | null>
  doc: Doc
  invalid: boolean
  onText: (content: string) => void
  onFiles: (files: File[]) => void
  className?: string
}

export const editOf = (field: HTMLTextAreaElement): Edit => ({ text: field.value, start: field.selectionStart, end: field.selectionEnd })

/** Changes the text as if it had been typed, so that the browser's undo takes it back; fires `input`, by which the page hears of it. */
export function apply(field: HTMLTextAreaElement, { text, start, end }: Edit) {
  const { from, to, insert } = difference(field.value, text)
  field.focus()
  field.setSelectionRange(from, to)
  // The only way into the undo history; old, but there is no other, and all browsers have it.
  const done = insert ? document.execCommand('insertText', false, insert) : from === to || document.execCommand('delete')
  if (!done) {
    field.setRangeText(insert, from, to, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  field.setSelectionRange(start, end)
}

/** The text itself: a plain field that helps with Markdown and takes pictures. */
export function TextField({ field, doc, invalid, onText, onFiles, className }: Props) {
  const t = useT()
  const composing = useRef(false)
  const grow = useGrowing(field, doc.content)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || composing.current) return
    const now = editOf(event.currentTarget)
    const next = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey ? newLine(now) : commandOf(event, now, t)
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    apply(event.currentTarget, next)
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files]
    const linked = pasteLink(editOf(event.currentTarget), event.clipboardData.getData('text/plain').trim())
    if (files.length === 0 && !linked) return
    event.preventDefault()
    if (linked) apply(event.currentTarget, linked)
    else onFiles(files)
  }
  const onDrop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <textarea
      ref={field}
      id="content"
      {...textIn(doc.language)}
      aria-label={t('fields.content')}
      aria-invalid={invalid || undefined}
      aria-describedby="content-help"
      spellCheck
      value={doc.content}
      placeholder={t('fields.content_placeholder')}
      onChange={(event) => onText(event.target.value)}
      onInput={grow}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onDrop={onDrop}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={() => (composing.current = false)}
      className={classes('control block min-h-[50svh] resize-none overflow-hidden rounded-t-none py-4 text-17 leading-relaxed md:px-5', className)}
    />
  )
}

/** The field is as tall as its text, so that the page scrolls and nothing inside it does. Style by script is no inline style of the page. */
function useGrowing(field: RefObject<HTMLTextAreaElement | null>, content: string) {
  const grow = () => {
    const area = field.current
    if (!area) return
    const { scrollY } = window
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
    // Shrinking for the measure may have scrolled the page.
    if (window.scrollY !== scrollY) window.scrollTo({ top: scrollY, behavior: 'instant' })
  }
  const latest = useRef(grow)
  useLayoutEffect(() => {
    latest.current = grow
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new text is measured.
  useLayoutEffect(() => latest.current(), [content])
  return grow
}
