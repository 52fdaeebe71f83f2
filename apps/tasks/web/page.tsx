import ArrowLeft from 'lucide-react/icons/arrow-left'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useShellT } from '#web/words.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useT } from './page-words.ts'
import { PaneProvider } from './use-pane.tsx'

interface Props {
  title: string
  /** What of it phones have room for. */
  short_title?: string
  /** The start page has its heading beside it on phones. */
  heading?: 'h1' | 'h2'
  sign?: ReactNode
  /** At the end of the heading's line. */
  actions?: ReactNode
  /** Under the heading; stays where it is. */
  top?: ReactNode
  children: ReactNode
}

const scrolled = new Map<string, number>()

/** A page beside the lists: head, field, and the todos that scroll below them. */
export function TasksPage({ title, short_title = title, heading: Heading = 'h1', sign, actions, top, children }: Props) {
  const t = useT()
  const shell = useShellT()
  const { key } = useLocation()
  const pane = useRef<HTMLDivElement>(null)
  useHead({ title: `${title} · ${shell('site')}`, description: t('description'), noindex: true })
  // Going back finds the page where it was.
  useLayoutEffect(() => {
    const { current } = pane
    if (!current) return
    current.scrollTop = scrolled.get(key) ?? 0
    return () => void scrolled.set(key, current.scrollTop)
  }, [key])
  return (
    <PaneProvider>
      <div className="flex h-full flex-col">
        <header className="flex min-h-16 items-center gap-2 px-1 md:px-6">
          {Heading === 'h1' && (
            <Link
              to="/tasks"
              aria-label={t('back')}
              className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink md:hidden"
            >
              <ArrowLeft className="size-5.5" />
            </Link>
          )}
          {sign}
          <Heading className="min-w-0 flex-1 truncate text-25 font-bold">
            {short_title === title ? (
              title
            ) : (
              <>
                <span className="md:hidden">{short_title}</span>
                <span className="max-md:hidden">{title}</span>
              </>
            )}
          </Heading>
          {actions}
        </header>
        {top}
        <div ref={pane} data-scroll="" className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pt-2 pb-8 md:px-4">
          {children}
        </div>
        <BulkBar />
      </div>
    </PaneProvider>
  )
}
