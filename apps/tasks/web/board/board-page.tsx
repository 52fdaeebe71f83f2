import { useSearchParams } from 'react-router'
import { statuses } from '../../contract/fields.ts'
import { useMoreT } from '../more-words.ts'
import { TasksPage } from '../page.tsx'
import { useTasks } from '../use-tasks.tsx'
import { Column } from './column.tsx'
import { useBoardKeys } from './use-board-keys.ts'

/** Todos by status, of all lists or of one (`?list=`): dragged, or moved by keys, or by the field on each card. */
export function BoardPage() {
  const t = useMoreT()
  const { lists } = useTasks()
  const [search, setSearch] = useSearchParams()
  const asked = search.get('list')
  const list_id = lists.some(({ id }) => id === asked) ? asked : null
  const onKeyDown = useBoardKeys()
  return (
    <TasksPage title={t('board.title')} actions={<WhichList value={list_id} onChange={(id) => setSearch(id ? { list: id } : {}, { replace: true })} />}>
      <p id="board-keys" className="px-2 pb-3 text-13 text-ink-2 max-md:hidden">
        {t('board.keys')}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys for the cards in it. */}
      <div onKeyDown={onKeyDown} className="flex snap-x gap-4 overflow-x-auto px-2 pb-4 xl:grid xl:grid-cols-4">
        {statuses.map((status) => (
          <Column key={status} status={status} list_id={list_id} />
        ))}
      </div>
    </TasksPage>
  )
}

function WhichList({ value, onChange }: { value: string | null; onChange: (id: string) => void }) {
  const t = useMoreT()
  const { lists } = useTasks()
  return (
    <select aria-label={t('board.list')} className="control w-44 max-md:me-2 max-md:w-32" value={value ?? ''} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('board.all')}</option>
      {lists.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
