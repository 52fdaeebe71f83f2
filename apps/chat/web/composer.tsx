import SendHorizontal from 'lucide-react/icons/send-horizontal'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import { keepPrivate, keptPrivate, onPrivateChange } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import { classes } from '#web/ui/classes.ts'
import { type Message, max_text } from '../contract.ts'
import { chatApi } from './api.ts'
import { lineHeightOf, one_line } from './line-height.tsx'
import { draftKey, type Mode } from './mode.ts'
import { useT } from './page-words.ts'
import { AttachButton } from './pictures/attach-button.tsx'
import { Tray } from './pictures/tray.tsx'
import type { DraftPictures } from './pictures/use-draft-pictures.ts'
import { saidIn } from './said.ts'

/** So often the other one is told that one writes. */
const typing_every_ms = 3000
const counted_from = max_text - 400

interface Props {
  me: string
  room_id: string
  name: string
  mode: Mode
  onMode: (mode: Mode) => void
  onSend: (text: string, reply_to?: string) => Promise<void>
  onSave: (message: Message, text: string) => void
  newest_own: Message | undefined
  pictures: DraftPictures
}

/** Where one writes. What is written stays over a reload; Enter sends except on touch and while a word is still being composed. */
export function Composer({ me, room_id, name, mode, onMode, onSend, onSave, newest_own, pictures }: Props) {
  const t = useT()
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, change } = useText(me, room_id, mode, onMode)
  const tellTyping = useTypingSign(room_id)
  const left = max_text - [...text.normalize('NFC').trim()].length
  const editing = mode?.kind === 'edit'
  const with_pictures = editing ? mode.message.pictures.length > 0 : pictures.all.length > 0
  // What the server will not take has to go first: its line says so.
  const spoilt = !editing && pictures.all.some(({ state }) => state === 'refused' || state === 'lost')
  const sendable = (with_pictures || /[^\p{Cc}\p{Cf}\p{Z}]/u.test(text)) && left >= 0 && !spoilt
  useGrowing(field, text)
  useFocus(field, mode)
  const send = () => {
    if (!sendable) return
    const said = text.normalize('NFC').trim()
    if (!editing) change('')
    onMode(undefined)
    if (mode?.kind !== 'edit') void onSend(said, mode?.message.id)
    else if (said !== mode.message.text) onSave(mode.message, said)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While Hindi is composed, Enter takes the word; Safari says so only by the key's number.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter' && !event.shiftKey && !matchMedia('(pointer: coarse)').matches) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && mode) onMode(undefined)
    else if (event.key === 'ArrowUp' && text === '' && newest_own) {
      event.preventDefault()
      onMode({ kind: 'edit', message: newest_own })
    }
  }
  return (
    <form
      data-foot=""
      className="border-t border-line px-2 py-2 md:px-4 md:py-3"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {mode && <ModeLine mode={mode} onEnd={() => onMode(undefined)} />}
      {!editing && <Tray pictures={pictures} onDone={() => field.current?.focus()} />}
      <div className="flex items-end gap-2">
        {!editing && <AttachButton onFiles={(files) => pictures.add(files)} />}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t('composer.label', { name })}
          aria-describedby="chat-left"
          aria-invalid={left < 0 || undefined}
          placeholder={t('composer.placeholder')}
          value={text}
          onChange={(event) => {
            change(event.target.value)
            if (event.target.value && mode?.kind !== 'edit') tellTyping()
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...event.clipboardData.files]
            // Text that was copied together with a picture of itself, as office programs do, is text.
            if (editing || files.length === 0 || event.clipboardData.types.includes('text/plain')) return
            event.preventDefault()
            pictures.add(files)
          }}
          className={classes('control max-h-40 flex-1 resize-none py-2.5', lineHeightOf(text) || 'leading-snug')}
        />
        <button
          type="submit"
          aria-label={t(editing ? 'composer.save' : 'composer.send')}
          aria-disabled={!sendable}
          className="btn btn-main size-11 px-0 aria-disabled:opacity-45"
        >
          <SendHorizontal className="size-5" aria-hidden="true" />
        </button>
      </div>
      <p id="chat-left" className={classes('text-13', text.length < counted_from && 'sr-only', left < 0 ? 'text-sindoor' : 'text-ink-2')}>
        {text.length >= counted_from && (left < 0 ? t('composer.too_long', { count: -left }) : t('composer.left', { count: left }))}
      </p>
    </form>
  )
}

/** The draft lies apart while an older message is edited. */
function useText(me: string, room_id: string, mode: Mode, onMode: (mode: Mode) => void) {
  const key = draftKey(me, room_id)
  const [draft, setDraft] = useState('')
  useEffect(() => {
    const kept = keptPrivate(key)
    if (kept) setDraft((typed) => typed || kept)
    // What was sent from another tab is not to be sent from here once more.
    return onPrivateChange(key, () => setDraft(keptPrivate(key) ?? ''))
  }, [key])
  const text = mode?.kind === 'edit' ? (mode.text ?? mode.message.text ?? '') : draft
  const change = (next: string) => {
    if (mode?.kind === 'edit') return onMode({ ...mode, text: next })
    setDraft(next)
    keepPrivate(key, next || null)
  }
  return { text, change }
}

function useTypingSign(room_id: string) {
  const store = useStore() as AppStore
  const told = useRef(0)
  return () => {
    if (Date.now() - told.current < typing_every_ms) return
    told.current = Date.now()
    void store.dispatch(chatApi.endpoints.tellTyping.initiate({ params: { room_id } }, { track: false }))
  }
}

/** As high as its text, up to what the style allows. */
function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }, [field, text])
}

/** Ready to type: on arrival where there is a keyboard, and always after choosing to reply or to edit. */
function useFocus(field: React.RefObject<HTMLTextAreaElement | null>, mode: Mode) {
  useEffect(() => {
    if (!mode && matchMedia('(pointer: coarse)').matches) return
    // Whoever is in the field may have gone on by the next frame, and is not to be fetched back.
    if (document.activeElement === field.current) return
    // After the frame has moved the focus to the heading, and a menu has given it back.
    const turn = requestAnimationFrame(() => field.current?.focus())
    return () => cancelAnimationFrame(turn)
  }, [field, mode])
}

function ModeLine({ mode: { kind, message }, onEnd }: { mode: NonNullable<Mode>; onEnd: () => void }) {
  const t = useT()
  return (
    <div className="mb-1.5 flex items-center gap-2 border-s-2 border-neel ps-3">
      <p className={classes('min-w-0 flex-1 text-15', one_line)}>
        <span className="font-[550]">{t(kind === 'edit' ? 'composer.editing' : 'composer.replying')}</span>{' '}
        <span className="text-ink-2">{saidIn(message, t)}</span>
      </p>
      <button type="button" onClick={onEnd} aria-label={t('cancel')} className="grid size-11 place-items-center rounded-md text-ink-2 hover:text-ink">
        <X className="size-4" />
      </button>
    </div>
  )
}
