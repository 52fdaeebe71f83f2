import ArrowLeft from 'lucide-react/icons/arrow-left'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useT } from './page-words.ts'

/** The head of a pane: on phones with the way back to the list. */
export function PaneHead({ title, children }: { title?: string; children?: ReactNode }) {
  const t = useT()
  return (
    <header className="flex min-h-16 items-center gap-2 border-b border-line ps-2 pe-2 md:ps-4">
      <Link to="/chat" aria-label={t('back')} className="grid size-11 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink md:hidden">
        <ArrowLeft className="size-5.5" />
      </Link>
      {title && <h1 className="min-w-0 flex-1 truncate text-20">{title}</h1>}
      {children}
    </header>
  )
}
