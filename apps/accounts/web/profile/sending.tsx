import { useT } from './words.ts'

export interface Progress {
  sent: number
  total: number
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000)

/** How far an upload is. */
export function Sending({ progress: { sent, total } }: { progress: Progress }) {
  const t = useT()
  return (
    <div role="status" className="grid gap-1 text-13 text-ink-2">
      <progress max={total || 1} value={sent} aria-label={t('crop.sending')} className="h-2 w-full accent-neel" />
      <p className="tabular-nums">{total > 0 && sent >= total ? t('crop.drawing') : t('crop.sent', { sent: kilobytes(sent), total: kilobytes(total) })}</p>
    </div>
  )
}
