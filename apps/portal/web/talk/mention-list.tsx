import { Avatar } from '#web/ui/avatar.tsx'
import { useT } from '../blog/book.ts'
import { nameOf } from '../blog/byline.tsx'
import type { useMentions } from './use-mentions.ts'

/** Whom the name that is being typed may mean; the field keeps the focus. */
export function MentionList({ id, people, at, take }: ReturnType<typeof useMentions>) {
  const t = useT()
  return (
    <>
      <p role="status" className="sr-only">
        {people.length > 0 ? t('talk.people_found', { count: people.length }) : ''}
      </p>
      {people.length > 0 && (
        <div id={id} role="listbox" aria-label={t('talk.people')} className="overflow-hidden rounded-md border border-line bg-raised">
          {people.map((person, n) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
            <div
              key={person.id}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(person.username)}
              className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1 aria-selected:bg-neel-soft"
            >
              <Avatar person={person} className="size-7 text-15" />
              <bdi className="font-[550]">{nameOf(person)}</bdi>
              {person.name && <bdi className="text-13 text-ink-2">@{person.username}</bdi>}
            </div>
          ))}
        </div>
      )}
    </>
  )
}
