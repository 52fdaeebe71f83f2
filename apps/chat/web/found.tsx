/** So much of the text stands before what was found. */
const before_chars = 60

/** A text from shortly before what was sought, which is marked. */
export function Found({ text, q }: { text: string; q: string }) {
  const at = text.toLowerCase().indexOf(q.toLowerCase())
  if (at < 0) return text
  const from = Math.max(0, at - before_chars)
  return (
    <>
      {from > 0 && '…'}
      {text.slice(from, at)}
      <mark className="rounded-sm bg-genda-soft text-ink">{text.slice(at, at + q.length)}</mark>
      {text.slice(at + q.length)}
    </>
  )
}
