import { classes } from '#web/ui/classes.ts'
import type { Post } from '../../contract/posts.ts'
import { useT } from './book.ts'

const indents: Record<number, string> = { 2: 'ps-0', 3: 'ps-4', 4: 'ps-8' }

/** The headings of a long post: beside it on large screens, folded above it on small ones. */
export function Contents({ headings }: { headings: Post['contents'] }) {
  const t = useT()
  const list = (
    <ol className="mt-2 grid text-15">
      {headings.map(({ id, text, level }) => (
        <li key={id} className={classes(indents[level], 'border-line border-s')}>
          <a href={`#${id}`} className="flex min-h-9 items-center py-1 ps-3 text-ink-2 wrap-anywhere hover:text-neel pointer-coarse:min-h-11">
            {text}
          </a>
        </li>
      ))}
    </ol>
  )
  return (
    <>
      <nav
        aria-label={t('post.contents')}
        className="top-18 hidden max-h-[calc(100svh-6rem)] self-start overflow-y-auto lg:sticky lg:col-start-2 lg:row-start-1 lg:block"
      >
        <p className="font-semibold">{t('post.contents')}</p>
        {list}
      </nav>
      <details className="mb-6 rounded-md border border-line px-4 lg:hidden">
        <summary className="flex min-h-11 items-center font-semibold">{t('post.contents')}</summary>
        <nav aria-label={t('post.contents')} className="pb-3">
          {list}
        </nav>
      </details>
    </>
  )
}
