import Copy from 'lucide-react/icons/copy'
import type { ReactNode } from 'react'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useT } from './words.ts'

export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const t = useT()
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast({ text: t('totp.copied') }),
      () => toast({ text: t('totp.copy_failed'), tone: 'problem' }),
    )
  return (
    <Button kind="quiet" small onClick={() => void copy()}>
      <Copy className="size-4" />
      {children}
    </Button>
  )
}
