import type { MouseEvent, ReactNode } from 'react'
import { Link } from 'react-router'
import { useSearchPage } from './entries.ts'

interface Props {
  onSearch: () => void
  className: string
  /** For what shows no words. */
  label?: string
  children: ReactNode
}

/** Opens the palette; before the app is there, in a new tab and without scripts it leads to the page that searches. */
export function SearchWay({ onSearch, className, label, children }: Props) {
  const page = useSearchPage()
  if (!page) return null
  const open = (event: MouseEvent) => {
    // In a new tab it stays a link.
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onSearch()
  }
  return (
    <Link to={page.to} onClick={open} aria-label={label} className={className}>
      {children}
    </Link>
  )
}
