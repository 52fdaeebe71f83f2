import { useEffect, useRef } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import type { MadeKey } from './use-making.ts'
import { useT } from './words.ts'

/** The secret, this once: it stays until its owner says that it is kept. */
export function MadeKeyPanel({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.secret)
      toast({ text: t('made.copied') })
    } catch {
      // Without leave, or on plain http: what is marked can be copied by hand.
      field.current?.select()
      toast({ text: t('made.not_copied') })
    }
  }
  return (
    <section aria-label={t('made.title', { name: made.name })} className="arrive mt-6 grid gap-4 rounded-md border border-tulsi bg-tulsi-soft px-5 py-4">
      <div>
        <h2 ref={heading} tabIndex={-1} className="text-20 break-words">
          {t('made.title', { name: made.name })}
        </h2>
        <p className="mt-1">{t('made.once')}</p>
      </div>
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_auto]">
        <Field
          ref={field}
          label={t('made.label')}
          readOnly
          value={made.secret}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
        />
        <Button kind="main" onClick={() => void copy()}>
          {t('made.copy')}
        </Button>
      </div>
      <p className="text-ink-2">
        {t('made.use')} <code className="font-sans break-all text-ink">Authorization: Bearer bnyn_…</code>
      </p>
      <div>
        <Button onClick={onDone}>{t('made.done')}</Button>
      </div>
    </section>
  )
}
