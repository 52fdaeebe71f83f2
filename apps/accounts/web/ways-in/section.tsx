import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useT } from './words.ts'

/** One way to sign in: what it is, and how things stand. */
export function Section({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="hairline py-8">
      <h2 id={id} className="text-20 font-semibold">
        {title}
      </h2>
      <p className="mt-1 text-ink-2">{why}</p>
      <div className="mt-4">{children}</div>
    </section>
  )
}

/** In the shape of what comes, and only when it comes late; or what to do when it did not come. */
export function Waiting({ failed, retry }: { failed: boolean; retry: () => unknown }) {
  const t = useT()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200)
    return () => clearTimeout(timer)
  }, [])
  if (failed)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3">
        {t('failed')}
        <Button small onClick={() => void retry()}>
          {t('again')}
        </Button>
      </p>
    )
  return (
    <div role="status" className="min-h-14">
      {late && <span className="sr-only">{t('loading')}</span>}
      {late && <span className="block h-5 w-2/3 animate-pulse rounded-sm bg-sunk" />}
    </div>
  )
}
