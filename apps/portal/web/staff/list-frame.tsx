import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Empty } from '#web/ui/empty.tsx'
import { useT } from './book.ts'

export function Tabs({ label, tabs, here }: { label: string; tabs: readonly { to: string; name: string }[]; here: string }) {
  return (
    <nav aria-label={label} className="mt-5 flex gap-1 overflow-x-auto border-line border-b">
      {tabs.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          aria-current={to === here ? 'page' : undefined}
          className={classes(
            'flex min-h-11 shrink-0 items-center border-b-2 px-3',
            to === here ? 'border-neel font-semibold text-neel' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}

interface Props {
  query: { isError: boolean; data?: unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }
  count: number
  empty: { title: string; text?: string }
  children: ReactNode
}

/** A list that grows. It comes after the page, so its place is kept: a screen high, or the foot of the page would jump away. */
export const GrowingList = (props: Props) => (
  <div className="min-h-svh">
    <Grown {...props} />
  </div>
)

/** The list, or what stands in its place when it is empty or did not come. */
function Grown({ query, count, empty, children }: Props) {
  const t = useT()
  if (query.isError && query.data === undefined)
    return (
      <div role="alert" className="mt-6 flex flex-wrap items-center gap-4">
        <p>{t('load_failed')}</p>
        <Button onClick={() => void query.refetch()}>{t('again')}</Button>
      </div>
    )
  if (count === 0) return query.data === undefined ? null : <Empty title={empty.title}>{empty.text}</Empty>
  return (
    <>
      <ul>{children}</ul>
      {query.hasNextPage && (
        <Button className="mt-4 w-full" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
