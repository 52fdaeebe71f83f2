import type { Tx } from '#server/db/db.ts'
import { dropDocument, forgetWords, putDocument } from './documents.ts'
import { textOfHtml } from './html-text.ts'
import { everybody } from './vocabulary.ts'

interface IndexedComment {
  id: string
  html: string
  created_at: string
}

/** Part of every write after which readers see a comment as it is now. Only those are here: who wrote a held one knows where it stands. */
export async function indexComment(tx: Tx, { id, html, created_at }: IndexedComment): Promise<void> {
  await putDocument(tx, 'comment', { id, at: created_at, name: '', text: textOfHtml(html) })
}

/** Part of every write after which readers do not see it, or see another text. */
export async function forgetComment(tx: Tx, { id, html }: Pick<IndexedComment, 'id' | 'html'>): Promise<void> {
  await forgetWords(tx, everybody, textOfHtml(html))
  await dropDocument(tx, 'comment', id)
}
