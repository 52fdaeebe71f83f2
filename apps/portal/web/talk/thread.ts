import type { Comment } from '../../contract/comments.ts'

export interface CommentPage {
  items: Comment[]
  next: string | null
  previous: string | null
}

/** Where the answers to the comment at this place end. */
export function endOfAnswers(comments: readonly Pick<Comment, 'depth'>[], at: number): number {
  const depth = comments[at]?.depth ?? 0
  const end = comments.findIndex((comment, i) => i > at && comment.depth <= depth)
  return end === -1 ? comments.length : end
}

/** The same with a comment put in: after all answers to the one that it answers, else at the end. Known ones are replaced. */
export function withComment(pages: readonly CommentPage[], comment: Comment): CommentPage[] {
  const known = pages.some(({ items }) => items.some(({ id }) => id === comment.id))
  if (known) return pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === comment.id ? comment : one)) }))
  const home = pages.findIndex(({ items }) => items.some(({ id }) => id === comment.parent_id))
  return pages.map((page, i) => {
    if (i !== (home === -1 ? pages.length - 1 : home)) return page
    const parent = page.items.findIndex(({ id }) => id === comment.parent_id)
    const at = parent === -1 ? page.items.length : endOfAnswers(page.items, parent)
    return { ...page, items: [...page.items.slice(0, at), comment, ...page.items.slice(at)] }
  })
}

/** The same without one: where it has answers its place stays, empty. */
export function withoutComment(pages: readonly CommentPage[], id: string): CommentPage[] {
  return pages.map((page) => {
    const at = page.items.findIndex((one) => one.id === id)
    const gone = page.items[at]
    if (!gone) return page
    const answered = endOfAnswers(page.items, at) > at + 1
    const empty: Comment = { ...gone, status: 'removed', content: '', html: '', editable: false, removable: false }
    return { ...page, items: page.items.flatMap((one) => (one.id === id ? (answered ? [empty] : []) : [one])) }
  })
}
