import { useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { refreshSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { FormFrame } from '../form-frame.tsx'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { codesApi } from './api.ts'
import { useT } from './words.ts'

/** Nothing happens by opening the link: programs that look into mails open links too. */
export function NotMePage() {
  const t = useT()
  const shell = useShellT()
  const words = useAccountT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const [undo, { isLoading }] = codesApi.useNotMeMutation()
  const [problem, setProblem] = useState<string>()
  useHead({ title: `${t('not_me.title')} · ${shell('site')}`, description: t('not_me.description'), noindex: true })
  const press = async () => {
    if (isLoading) return
    const { data, error } = await undo({ body: { token: query.get('token') ?? '' } })
    if (error) return setProblem(problemOf(words, error as ApiError))
    toast({ text: t('not_me.done') })
    await refreshSession(store)
    await navigate(`/reset?token=${encodeURIComponent(data.reset_token)}`, { replace: true })
  }
  return (
    <div className="page page-form">
      <h1 className="title">{t('not_me.title')}</h1>
      <p className="lead mt-2">{t('not_me.why')}</p>
      <FormFrame
        errors={{ root: { message: problem } }}
        onSubmit={(event) => {
          event.preventDefault()
          void press()
        }}
      >
        <Button type="submit" kind="main" busy={isLoading}>
          {isLoading ? t('not_me.busy') : t('not_me.submit')}
        </Button>
      </FormFrame>
      <p className="hairline mt-8 pt-5">
        <Link to="/" className="link inline-block py-2">
          {t('not_me.was_me')}
        </Link>
      </p>
    </div>
  )
}
