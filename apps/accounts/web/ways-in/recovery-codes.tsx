import Download from 'lucide-react/icons/download'
import Printer from 'lucide-react/icons/printer'
import { useEffect, useRef } from 'react'
import { useSession } from '#web/session.ts'
import { Button } from '#web/ui/button.tsx'
import { useShellT } from '#web/words.ts'
import { CopyButton } from './copy-button.tsx'
import { useT } from './words.ts'

interface Props {
  codes: readonly string[]
  /** What has just changed, in a sentence. */
  news: string
  onKept: () => void
}

/** Shown once, with the ways to keep them; on paper they stand alone (see base.css). */
export function RecoveryCodes({ codes, news, onKept }: Props) {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const text = `${shell('site')} · ${user?.username ?? ''}\n${t('totp.codes_title')}\n\n${codes.join('\n')}\n`
  return (
    <div data-print="" className="rounded-md border border-line bg-raised p-5">
      <h3 ref={title} tabIndex={-1} className="text-17 font-semibold outline-none">
        {t('totp.codes_title')}
        <span className="hidden print:inline">
          : {shell('site')}, {user?.username}
        </span>
      </h3>
      <p className="mt-1">
        <span className="print:hidden">{news} </span>
        {t('totp.codes_why')}
      </p>
      <ol className="mt-4 grid max-w-80 grid-cols-2 gap-x-6 gap-y-1 text-17">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="mt-4 -ms-3 flex flex-wrap print:hidden">
        <CopyButton text={text}>{t('totp.copy')}</CopyButton>
        <Button kind="quiet" small onClick={() => download(t('totp.file'), text)}>
          <Download className="size-4" />
          {t('totp.download')}
        </Button>
        <Button kind="quiet" small onClick={() => print()}>
          <Printer className="size-4" />
          {t('totp.print')}
        </Button>
      </div>
      <Button kind="main" className="mt-4 print:hidden" onClick={onKept}>
        {t('totp.kept')}
      </Button>
    </div>
  )
}

function download(name: string, text: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
