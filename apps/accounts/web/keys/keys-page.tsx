import { useState } from 'react'
import { useHead } from '#web/head.tsx'
import { useSession } from '#web/session.ts'
import { useShellT } from '#web/words.ts'
import { KeyList } from './key-list.tsx'
import { MadeKeyPanel } from './made-key.tsx'
import { MakeForm } from './make-form.tsx'
import type { MadeKey } from './use-making.ts'
import { useT } from './words.ts'

export function KeysPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  const [made, setMade] = useState<MadeKey>()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  if (!user) return null
  return (
    <div>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('lead')}</p>
      {made ? (
        <MadeKeyPanel made={made} onDone={() => setMade(undefined)} />
      ) : (
        <section aria-labelledby="make-title" className="mt-8 max-w-[28rem]">
          <h2 id="make-title" className="text-20">
            {t('make.title')}
          </h2>
          <MakeForm user_id={user.id} onMade={setMade} />
        </section>
      )}
      <KeyList user_id={user.id} />
    </div>
  )
}
