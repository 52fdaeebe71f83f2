import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import type { WebApp } from '../app.ts'
import { usePage } from '../page-context.ts'
import { useSession } from '../session.ts'

type Companion = NonNullable<WebApp['companion']>
const made = new Map<Companion, ComponentType>()

function lazily(load: Companion): ComponentType {
  const known = made.get(load) ?? lazy(load)
  made.set(load, known)
  return known
}

/** What apps do on every page of the signed-in. Loaded after the page stands: nobody waits for it. */
export function Companions() {
  const { apps } = usePage()
  const id = useSession().user?.id
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  if (!ready || id === undefined) return null
  return apps.map(({ name, companion }) => {
    if (!companion) return null
    const Companion = lazily(companion)
    return (
      <Suspense key={`${name}-${id}`}>
        <Companion />
      </Suspense>
    )
  })
}
