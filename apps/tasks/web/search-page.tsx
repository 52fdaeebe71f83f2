import Search from 'lucide-react/icons/search'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { Empty } from '#web/ui/empty.tsx'
import { TasksPage } from './page.tsx'
import { useT } from './page-words.ts'
import { View } from './view.tsx'

const pause_ms = 200

/** Asks when the typing pauses; the address follows, so that a search can be shared and gone back to. */
export function SearchPage() {
  const t = useT()
  const [params, setParams] = useSearchParams()
  const asked = params.get('q') ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => {
    const timer = setTimeout(() => text !== asked && setParams(text ? { q: text } : {}, { replace: true }), pause_ms)
    return () => clearTimeout(timer)
  }, [text, asked, setParams])
  const field = useRef<HTMLInputElement>(null)
  // After the frame has put the focus on the heading.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus(), 0)
    return () => clearTimeout(timer)
  }, [])
  const q = asked.trim().slice(0, 200)
  return (
    <TasksPage
      title={t('views.search')}
      top={
        <search className="relative mx-4 md:mx-6">
          <Search className="pointer-events-none absolute start-3 top-1/2 size-4.5 -translate-y-1/2 text-ink-2" />
          <input
            ref={field}
            type="search"
            autoComplete="off"
            maxLength={200}
            aria-label={t('search.label')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="control ps-10"
          />
        </search>
      }
    >
      {q ? (
        <View view={`search:${q}`} label={t('views.search')} show_list empty={<Empty title={t('empty.search', { q })}>{t('empty.search_next')}</Empty>} />
      ) : (
        <p className="px-4 py-8 text-center text-ink-2">{t('search.hint')}</p>
      )}
    </TasksPage>
  )
}
