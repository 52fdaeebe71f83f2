import { useState } from 'react'
import { useStore } from 'react-redux'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import { type Comment, max_depth } from '../../contract/comments.ts'
import { type T, useT } from '../blog/book.ts'
import { type Asked, talkApi } from './api.ts'
import { type CommentPage, withComment, withoutComment } from './thread.ts'

const { addComment, changeComment, removeComment, restoreComment } = talkApi.endpoints
const untracked = { track: false } as const

/** What was sent and is not confirmed yet. */
export interface Pending {
  id: string
  parent_id: string | null
  depth: number
  content: string
  failed: string | undefined
}

export const sentence = (t: T, error: unknown) => {
  const { status, message } = error as ApiError
  return status === 0 ? t('post.offline') : message || t('post.failed')
}

/** What one may do in a conversation: each thing shows at once, and goes back where the server does not have it. */
export function useTalk(asked: Asked) {
  const t = useT()
  const store = useStore() as AppStore
  const { user } = useSession()
  const [pending, setPending] = useState<readonly Pending[]>([])
  const change = (how: (pages: CommentPage[]) => CommentPage[]) =>
    store.dispatch(talkApi.util.updateQueryData('comments', asked, (draft) => ({ ...draft, pages: how(draft.pages as CommentPage[]) })))
  const put = (comment: Comment) => change((pages) => withComment(pages, comment))

  const deliver = async (one: Pending): Promise<void> => {
    setPending((all) => [...all.filter(({ id }) => id !== one.id), { ...one, failed: undefined }])
    const { id, parent_id, content } = one
    // The same id again adds nothing: trying again is harmless.
    const { data, error } = await store.dispatch(addComment.initiate({ params: { id: asked.post_id }, body: { id, parent_id, content } }, untracked))
    if (data) put(data)
    setPending((all) =>
      data ? all.filter((other) => other.id !== id) : all.map((other) => (other.id === id ? { ...other, failed: sentence(t, error) } : other)),
    )
  }
  const send = (content: string, parent: Comment | undefined) => {
    const depth = parent ? Math.min(max_depth, parent.depth + 1) : 0
    void deliver({ id: crypto.randomUUID(), parent_id: parent?.id ?? null, depth, content, failed: undefined })
  }
  /** Gives what was wrong, nothing when it is saved. */
  const edit = async ({ id, version }: Comment, content: string): Promise<string | undefined> => {
    const { data, error } = await store.dispatch(changeComment.initiate({ params: { id }, body: { content, version } }, untracked))
    if (data) put(data)
    const { status, current } = (error ?? {}) as Partial<ApiError>
    if (status === 409 && current) put(current as Comment)
    return error ? (status === 409 ? t('talk.changed_elsewhere') : sentence(t, error)) : undefined
  }
  const remove = async (comment: Comment) => {
    const shown = change((pages) => withoutComment(pages, comment.id))
    const { error } = await store.dispatch(removeComment.initiate({ params: { id: comment.id } }, untracked))
    if (error) {
      shown.undo()
      toast({ text: sentence(t, error), tone: 'problem' })
      return
    }
    const undo = async () => {
      const { data, error: failed } = await store.dispatch(restoreComment.initiate({ params: { id: comment.id } }, untracked))
      if (data) shown.undo()
      else toast({ text: sentence(t, failed), tone: 'problem' })
    }
    // What staff removes only they can bring back, by their own page.
    const own = comment.author?.username === user?.username
    toast({ text: t('talk.deleted'), ...(own ? { undo: () => void undo() } : {}) })
  }
  const drop = (id: string) => setPending((all) => all.filter((one) => one.id !== id))
  return { pending, send, deliver, drop, edit, remove }
}
export type Talk = ReturnType<typeof useTalk>
