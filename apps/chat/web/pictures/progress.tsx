import { useFormat } from '#web/i18n.ts'
import { useT } from '../page-words.ts'
import type { Upload } from './upload-list.ts'

/** Browsers draw it each in its own way unless every part is told. */
const bar =
  'h-2 min-w-0 flex-1 appearance-none overflow-hidden rounded-full border-0 bg-line [&::-moz-progress-bar]:bg-neel [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-neel'

/** How far it is, as a bar and in numbers. */
export function Progress({ upload: { sent, size, name } }: { upload: Upload }) {
  const t = useT()
  const { number } = useFormat()
  const mb = (bytes: number) => number(bytes / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return (
    <span className="flex items-center gap-2 text-13 text-ink-2 tabular-nums">
      <progress className={bar} max={size} value={sent} aria-label={t('picture.progress', { name })} />
      {sent < size ? t('picture.sent_of', { sent: mb(sent), total: mb(size) }) : t('picture.making')}
    </span>
  )
}
