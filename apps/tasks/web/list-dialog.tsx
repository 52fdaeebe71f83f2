import { type FormEvent, useId, useState } from 'react'
import { isBlank } from '#contract/blank.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Field } from '#web/ui/field.tsx'
import type { List } from '../contract/lists.ts'
import { color_names, colors, Dot } from './colors.tsx'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

interface Props {
  /** Without one a new list is made. */
  list?: List
  onClose: () => void
  onMade?: (id: string) => void
}

const max_name = 100

export function ListDialog({ list, onClose, onMade }: Props) {
  const t = useT()
  const { act, lists } = useTasks()
  const name_id = useId()
  // As it was when the dialog opened: what another tab changes meanwhile is no change of one's own.
  const [began] = useState(list)
  const [name, setName] = useState(list?.name ?? '')
  const [color, setColor] = useState<string>(list?.color ?? colors[color_names[lists.length % color_names.length] ?? 'teal'])
  const [tried, setTried] = useState(false)
  const plain = name.trim().replace(/\s+/g, ' ')
  const error = isBlank(plain) ? t('lists.name_missing') : plain.length > max_name ? t('lists.name_long') : undefined
  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (error) return document.getElementById(name_id)?.focus()
    if (!began) onMade?.(act.addList({ name: plain, color }))
    else if (plain !== began.name || color !== began.color)
      act.changeList(began, { ...(plain === began.name ? {} : { name: plain }), ...(color === began.color ? {} : { color }) })
    onClose()
  }
  return (
    <Dialog title={t(list ? 'lists.edit' : 'lists.new')} onClose={onClose}>
      <form onSubmit={save} noValidate className="grid gap-5 px-5 pt-1 pb-5">
        <Field
          id={name_id}
          data-first
          label={t('lists.name')}
          dir="auto"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          {...(tried && error ? { error } : {})}
        />
        <fieldset>
          <legend className="mb-1.5 font-[550]">{t('lists.color')}</legend>
          <div className="flex flex-wrap gap-1">
            {color_names.map((one) => (
              <label
                key={one}
                className="grid size-11 place-items-center rounded-full has-checked:bg-sunk has-focus-visible:outline-2 has-focus-visible:outline-neel"
              >
                <input
                  type="radio"
                  name="color"
                  aria-label={t(`lists.colors.${one}`)}
                  checked={color === colors[one]}
                  onChange={() => setColor(colors[one])}
                  className="peer absolute appearance-none opacity-0"
                />
                <Dot color={colors[one]} className="size-5 rounded-full peer-checked:outline-2 peer-checked:outline-offset-3 peer-checked:outline-ink" />
              </label>
            ))}
          </div>
        </fieldset>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="main" type="submit">
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
