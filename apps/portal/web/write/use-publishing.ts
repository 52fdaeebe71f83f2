import { useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import type { Post } from '../../contract/posts.ts'
import { postPath } from '../blog/addresses.ts'
import { writeApi } from './api.ts'
import { type T, useT } from './book.ts'
import type { Keeper } from './keeper.ts'
import { problemOf } from './problems.ts'
import { freshDraft } from './remote.ts'
import { forgetSeen } from './seen.ts'

const { publishDraft, changePost, removePost, restorePost, dropDraft } = writeApi.endpoints
const untracked = { track: false } as const

/** What makes a post seen or unseen by readers; each time what was typed last is saved first. */
export function usePublishing(keeper: Keeper, post: Post | undefined, post_id: string) {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const params = { id: post_id }
  const alone = (what: () => Promise<string | undefined>) => async () => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    setProblem(await what())
    setBusy(false)
  }
  const publish = (publish_at?: string) =>
    alone(async () => {
      if (!(await keeper.flush())) return t('problems.not_saved')
      const asked = keeper.shown().doc
      const body = { version: keeper.version, ...(publish_at ? { publish_at } : {}) }
      const { data, error } = await store.dispatch(publishDraft.initiate({ params, body }, untracked))
      if (error) return failed(t, error as ApiError)
      const fresh = await freshDraft(store, post_id)
      if (fresh) keeper.reset(fresh, asked)
      toast({ text: t(data.status === 'published' ? 'publish.done' : `publish.${data.status === 'held' ? 'held' : 'scheduled'}`) })
      // Who typed on stays with it.
      if (data.status === 'published' && keeper.shown().state === 'saved') await navigate(postPath(data.slug))
      return
    })()
  const unpublish = alone(async () => {
    if (!post) return
    const before = {
      status: post.status === 'scheduled' ? ('scheduled' as const) : ('published' as const),
      ...(post.publish_at ? { publish_at: post.publish_at } : {}),
    }
    const { error } = await store.dispatch(changePost.initiate({ params, body: { status: 'draft' } }, untracked))
    if (error) return failed(t, error as ApiError)
    const undo = () => void tell(store.dispatch(changePost.initiate({ params, body: before }, untracked)), t)
    toast({ text: t('more.unpublished'), undo })
    return
  })
  const discard = alone(async () => {
    const before = keeper.shown().doc
    await keeper.flush()
    const asked = keeper.shown().doc
    const { error } = await store.dispatch(dropDraft.initiate({ params }, untracked))
    if (error) return failed(t, error as ApiError)
    const fresh = await freshDraft(store, post_id)
    if (fresh) keeper.reset(fresh, asked)
    toast({ text: t('more.discarded'), undo: () => keeper.change(before) })
    return
  })
  const remove = alone(async () => {
    await keeper.flush()
    const { error } = await store.dispatch(removePost.initiate({ params }, untracked))
    if (error) return failed(t, error as ApiError)
    const me = currentUser(store)
    if (me) void forgetSeen(me.id, post_id)
    toast({ text: t('more.removed'), undo: () => void tell(store.dispatch(restorePost.initiate({ params }, untracked)), t) })
    await navigate('/write')
    return
  })
  return { busy, problem, publish, unpublish, discard, remove }
}

const failed = (t: T, error: ApiError) => (error.status === 409 && error.current ? t('problems.changed') : problemOf(t, error))

/** For what happens after its page may be gone. */
export async function tell(doing: PromiseLike<{ error?: unknown }>, t: T): Promise<boolean> {
  const { error } = await doing
  if (error) toast({ text: problemOf(t, error as ApiError), tone: 'problem' })
  return !error
}
