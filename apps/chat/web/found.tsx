/** So much of the text stands before what was found. */
const before_chars = 60

/** As letters are compared; texts are stored in this form, what is typed may come in another (क़ as one letter or two). */
export const folded = (text: string) => text.normalize('NFC').toLowerCase()

/** A text from shortly before what was sought, which is marked. */
export function Found({ text, q: typed }: { text: string; q: string }) {
  const q = folded(typed)
  const at = folded(text).indexOf(q)
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
