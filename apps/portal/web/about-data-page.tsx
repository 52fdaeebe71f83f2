import { useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { AboutDataEn } from './about-data-en.tsx'
import { AboutDataHi } from './about-data-hi.tsx'
import { useT } from './words.ts'

/** Long text stands in files of its own, so that no other page loads it. */
export function AboutDataPage() {
  const t = useT()
  const language = useLanguage()
  useHead({ title: t('tab', { page: t('about.title') }), description: t('about.description') })
  return (
    <article className="page page-reading [&_h2]:mt-10 [&_h2]:mb-2 [&_h2]:text-25 [&_li]:mt-1.5 [&_p]:mt-3 [&_ul]:list-disc [&_ul]:pl-5 [&_dd]:mb-3 [&_dt]:font-semibold [&_dl]:mt-3">
      <h1 className="title">{t('about.title')}</h1>
      {language === 'hi' ? <AboutDataHi /> : <AboutDataEn />}
    </article>
  )
}
