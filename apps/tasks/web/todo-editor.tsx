import Trash2 from 'lucide-react/icons/trash-2'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { isBlank } from '#contract/blank.ts'
import { Button } from '#web/ui/button.tsx'
import type { Todo } from '../contract/todos.ts'
import { useT } from './page-words.ts'
import { DueFields, ListField, PriorityField, RepeatField, StatusField } from './todo-fields.tsx'
import { useDraft } from './use-draft.ts'
import { useTasks } from './use-tasks.tsx'

/** All of a todo, in the place of its row or in a sheet. There is no button to save: leaving a field is enough. */
export function TodoEditor({ todo, onClose }: { todo: Todo; onClose: () => void }) {
  const t = useT()
  const { act } = useTasks()
  const { title, description, change, save } = useDraft(todo)
  const title_id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [])
  const empty = isBlank(title)
  const close = () => (save() ? onClose() : field.current?.focus())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    // A dialog over it hears its own keys.
    if (event.target instanceof Element && event.target.closest('dialog') !== event.currentTarget.closest('dialog')) return
    if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault()
      event.stopPropagation()
      close()
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and Ctrl Enter work in all of its fields.
    <div onKeyDown={onKeyDown} className="grid gap-3">
      <div>
        <label htmlFor={title_id} className="sr-only">
          {t('todo.title')}
        </label>
        <textarea
          ref={field}
          id={title_id}
          rows={1}
          dir="auto"
          maxLength={500}
          value={title}
          aria-invalid={empty || undefined}
          onChange={(event) => change('title', event.target.value.replace(/\n/g, ' '))}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            close()
          }}
          className="control field-sizing-content resize-none py-2 font-[550]"
        />
        {empty && <p className="mt-1 text-13 text-sindoor">{t('todo.title_missing')}</p>}
      </div>
      <textarea
        aria-label={t('todo.description')}
        placeholder={t('todo.description')}
        rows={2}
        dir="auto"
        maxLength={10_000}
        value={description}
        onChange={(event) => change('description', event.target.value)}
        onBlur={() => void save()}
        className="control field-sizing-content max-h-80 resize-none py-2"
      />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
        <DueFields todo={todo} />
        <RepeatField todo={todo} />
        <PriorityField todo={todo} />
        <StatusField todo={todo} />
        <ListField todo={todo} />
      </div>
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 text-13 text-ink-2">{t('todo.saved')}</p>
        <Button
          kind="quiet"
          small
          className="text-sindoor"
          onClick={() => {
            onClose()
            act.remove([todo])
          }}
        >
          <Trash2 className="size-4" aria-hidden="true" />
          {t('todo.remove')}
        </Button>
        <Button small onClick={close}>
          {t('todo.close')}
        </Button>
      </div>
    </div>
  )
}
