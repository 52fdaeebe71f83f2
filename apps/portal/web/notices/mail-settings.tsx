import { useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.ts'
import { noticesApi, useNoticeSettingsQuery } from './api.ts'
import { useT } from './book.ts'

const choices = ['each', 'daily', 'never'] as const
type Mail = (typeof choices)[number]

/** Whether notices come by mail too; a choice is saved at once, and taken back where it could not be. */
export function MailSettings() {
  const t = useT()
  const store = useStore() as AppStore
  const { data } = useNoticeSettingsQuery()
  const [chosen, setChosen] = useState<Mail>()
  if (!data) return null
  const choose = async (mail: Mail) => {
    setChosen(mail)
    const { data: saved } = await store.dispatch(noticesApi.endpoints.setNoticeSettings.initiate({ body: { mail } }, { track: false }))
    if (saved) await store.dispatch(noticesApi.util.upsertQueryData('noticeSettings', undefined, saved))
    setChosen(undefined)
    toast(saved ? { text: t('mail_saved') } : { text: t('mail_failed'), tone: 'problem' })
  }
  return (
    <section className="hairline mt-10 pt-5">
      <Segmented
        legend={t('mail')}
        name="mail"
        value={chosen ?? data.mail}
        options={choices.map((value) => ({ value, label: t(`mail_options.${value}`) }))}
        onChange={(mail) => void choose(mail)}
        className="max-w-96"
      />
      <p className="mt-1.5 text-13 text-ink-2">{t('mail_help')}</p>
    </section>
  )
}
