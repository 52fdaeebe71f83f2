import Trash from 'lucide-react/icons/trash-2'
import { useRef, useState } from 'react'
import { newId } from '#contract/ids.ts'
import { useHead } from '#web/head.tsx'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Field } from '#web/ui/field.tsx'
import type { Note } from '../contract.ts'
import { useAddNoteMutation, useListNotesQuery, useRemoveNoteMutation } from './api.ts'
import { useT } from './words.ts'

export function NotesPage() {
  const t = useT()
  const { data } = useListNotesQuery({})
  useHead({ title: t('title'), description: t('description'), noindex: true })
  return (
    <div className="page page-reading">
      <h1 className="title">{t('title')}</h1>
      <p className="lead">{t('description')}</p>
      <NewNote />
      {data?.items.length === 0 ? (
        <Empty title={t('empty')}>{t('empty_hint')}</Empty>
      ) : (
        <ul className="mt-6">
          {data?.items.map((note) => (
            <NoteRow key={note.id} note={note} />
          ))}
        </ul>
      )}
    </div>
  )
}

function NewNote() {
  const t = useT()
  const [title, setTitle] = useState('')
  const [addNote, { isLoading, error }] = useAddNoteMutation()
  // Made before the first try: a retry after a lost answer adds nothing twice.
  const id = useRef('')
  async function add() {
    id.current ||= newId()
    const { data } = await addNote({ body: { id: id.current, title } })
    if (!data) return
    id.current = ''
    setTitle('')
  }
  return (
    <form action={add} className="mt-6 grid gap-3">
      <Field
        label={t('new_note')}
        name="title"
        value={title}
        maxLength={200}
        required
        error={error ? t('failed') : undefined}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" kind="main" busy={isLoading}>
        {t('add')}
      </Button>
    </form>
  )
}

function NoteRow({ note }: { note: Note }) {
  const t = useT()
  const [removeNote, { isLoading }] = useRemoveNoteMutation()
  return (
    <li className="hairline flex items-center justify-between gap-3 py-3">
      <span>
        {note.title}
        {note.words !== null && <span className="ms-2 text-13 text-ink-2">{t('words', { count: note.words })}</span>}
      </span>
      <Button kind="quiet" busy={isLoading} aria-label={t('remove', { title: note.title })} onClick={() => void removeNote({ params: { id: note.id } })}>
        <Trash className="size-4" />
      </Button>
    </li>
  )
}
