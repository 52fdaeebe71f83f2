import ImageUp from 'lucide-react/icons/image-up'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { useT } from './book.ts'
import { commands, keysOf } from './commands.ts'
import { apply, editOf } from './text-field.tsx'

const button = 'grid size-10 shrink-0 place-items-center rounded-sm text-ink-2 transition-colors hover:bg-sunk hover:text-ink pointer-coarse:size-11'

/** What can be done to the text by mouse or finger; one stop for the Tab key, arrows inside. */
export function Toolbar({ field, onPictures }: { field: RefObject<HTMLTextAreaElement | null>; onPictures: (files: File[]) => void }) {
  const t = useT()
  const picker = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const bar = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const last = commands.length
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = (to + last + 1) % (last + 1)
    setAt(next)
    bar.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('tools.label')}
      aria-controls="content"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="flex gap-0.5 overflow-x-auto rounded-t-md border border-edge border-b-0 bg-raised p-1"
    >
      {commands.map((command, i) => (
        <button
          key={command.name}
          type="button"
          tabIndex={i === at ? 0 : -1}
          title={`${t(`tools.${command.name}`)} ${keysOf(command)}`.trim()}
          aria-label={t(`tools.${command.name}`)}
          onFocus={() => setAt(i)}
          // The selection in the text must stay what it is.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => field.current && apply(field.current, command.run(editOf(field.current), t))}
          className={button}
        >
          <command.icon className="size-5" />
        </button>
      ))}
      <button
        type="button"
        tabIndex={at === commands.length ? 0 : -1}
        title={t('tools.picture')}
        aria-label={t('tools.picture')}
        onFocus={() => setAt(commands.length)}
        onClick={() => picker.current?.click()}
        className={button}
      >
        <ImageUp className="size-5" />
      </button>
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/gif"
        multiple
        hidden
        aria-label={t('tools.picture')}
        onChange={(event) => {
          onPictures([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
