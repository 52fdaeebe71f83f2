import { useEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { textIn } from '../blog/languages.ts'
import { writeApi } from './api.ts'
import { useT } from './book.ts'
import type { Doc } from './document.ts'

/** So long the typing has to pause before readers' view is made anew. */
const pause_ms = 500

/** The text as readers will see it, made by the server as for them. */
export function Preview({ doc }: { doc: Doc }) {
  const t = useT()
  const { html, failed } = useHtml(doc.content)
  return (
    <div className="min-w-0">
      {doc.postname && (
        <p {...textIn(doc.language)} className="title mb-6 wrap-anywhere md:text-32">
          {doc.postname}
        </p>
      )}
      {failed && (
        <p role="status" className="mb-4 text-ink-2">
          {t('preview.failed')}
        </p>
      )}
      {doc.content.trim() === '' ? (
        <p className="text-ink-2">{t('preview.empty')}</p>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server has made it from Markdown and let only harmless elements through.
        <div {...textIn(doc.language)} className="prose" dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </div>
  )
}

function useHtml(content: string): { html: string; failed: boolean } {
  const store = useStore() as AppStore
  const [shown, setShown] = useState({ html: '', failed: false })
  const first = useRef(true)
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const { data } = await store.dispatch(writeApi.endpoints.preview.initiate({ body: { content } }, { track: false }))
      // Without an answer the last one stays, and says that it is old.
      if (wanted) setShown((now) => (data ? { html: data.html, failed: false } : { ...now, failed: true }))
    }
    const timer = setTimeout(() => void ask(), first.current ? 0 : pause_ms)
    first.current = false
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [content, store])
  return shown
}
