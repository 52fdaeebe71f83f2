import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import Ellipsis from 'lucide-react/icons/ellipsis'
import FolderInput from 'lucide-react/icons/folder-input'
import Pencil from 'lucide-react/icons/pencil'
import Trash2 from 'lucide-react/icons/trash-2'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Menu, MenuEntry } from '#web/ui/menu.tsx'
import type { List } from '../contract/lists.ts'
import { ListDialog } from './list-dialog.tsx'
import { useMoreT } from './more-words.ts'
import { useT } from './page-words.ts'
import { useTasks } from './use-tasks.tsx'

interface Props {
  list: List
  /** It stands on the list's own page. */
  away?: boolean
  onMove?: (id: string, by: -1 | 1) => void
}

export function ListMenu({ list, away = false, onMove }: Props) {
  const t = useT()
  const more = useMoreT()
  const { act } = useTasks()
  const navigate = useNavigate()
  const here = useLocation().pathname.endsWith(list.id)
  const [editing, setEditing] = useState(false)
  const remove = () => {
    if (here) void navigate('/tasks')
    act.removeList(list)
  }
  return (
    <>
      <Menu
        label={t('lists.menu', { name: list.name })}
        icon={Ellipsis}
        {...(away ? {} : { className: 'md:absolute md:end-0 md:bg-paper md:opacity-0 md:group-hover/row:opacity-100 md:focus-visible:opacity-100' })}
      >
        {() => (
          <>
            <MenuEntry icon={Pencil} onClick={() => setEditing(true)}>
              {t('lists.edit')}
            </MenuEntry>
            {onMove && (
              <>
                <MenuEntry icon={ArrowUp} onClick={() => onMove(list.id, -1)}>
                  {t('lists.up')}
                </MenuEntry>
                <MenuEntry icon={ArrowDown} onClick={() => onMove(list.id, 1)}>
                  {t('lists.down')}
                </MenuEntry>
              </>
            )}
            <MenuEntry icon={FolderInput} onClick={() => void navigate(`/tasks/lists/${list.id}/files`)}>
              {more('files.menu')}
            </MenuEntry>
            <MenuEntry icon={Trash2} danger onClick={remove}>
              {t('lists.remove')}
            </MenuEntry>
          </>
        )}
      </Menu>
      {editing && <ListDialog list={list} onClose={() => setEditing(false)} />}
    </>
  )
}
