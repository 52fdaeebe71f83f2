import { useEffect } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { keepOffline } from '#web/offline-app.ts'
import { useSession } from '#web/session.ts'
import type { Post } from '../../contract/posts.ts'
import { usePostQuery } from '../blog/api.ts'
import { useDraftQuery } from './api.ts'
import { useT } from './book.ts'
import { blank } from './document.ts'
import { Editor } from './editor.tsx'
import type { Keeper, Stored } from './keeper.ts'
import { wishesIn } from './loaders.ts'
import { storedOf } from './remote.ts'
import { forgetSeen, keepSeen } from './seen.ts'
import { useKeeper } from './use-keeper.ts'

/** Where a post is written; its loader has asked for what the server has of it. */
export function EditorPage() {
  const t = useT()
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const { user } = useSession()
  const is_new = search.has('new')
  const draft = useDraftQuery({ params: { id } }, { skip: is_new, refetchOnMountOrArgChange: false })
  useHead({ title: t('tab', { page: t(is_new ? 'page.new' : 'page.edit') }), noindex: true })
  const { translation_of, ...wishes } = wishesIn(search)
  const start = is_new ? { doc: { ...blank, ...wishes }, version: 0 } : draft.data && storedOf(draft.data)
  if (!user || !start) return null
  return <WithKeeper key={id} user_id={user.id} post_id={id} start={start} exists={!is_new} translation_of={translation_of} />
}

interface Props {
  user_id: string
  post_id: string
  start: Stored
  exists: boolean
  translation_of: string | undefined
}

function WithKeeper(props: Props) {
  const { user_id, post_id } = props
  const { keeper, made } = useKeeper(props)
  const { data: post, refetch } = usePostQuery({ params: { id: post_id } }, { skip: !made })
  useEffect(() => void keepOffline(), [])
  useSeen(keeper, made, { user_id, post_id, post })
  useEffect(() => {
    if (!made) return
    const again = () => void refetch()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [made, refetch])
  // The first moments, and all there is without scripts.
  if (!keeper) return <Waiting />
  return <Editor keeper={keeper} post={post} post_id={post_id} />
}

/** What the server has is kept in this browser as well, so that the editor opens without a network. */
function useSeen(keeper: Keeper | undefined, made: boolean, { user_id, post_id, post }: { user_id: string; post_id: string; post: Post | undefined }) {
  useEffect(() => {
    if (!keeper || !made) return
    const keep = () => {
      const { state, doc } = keeper.shown()
      if (state === 'saved') void keepSeen(user_id, post_id, { doc, version: keeper.version, post })
      if (state === 'gone') void forgetSeen(user_id, post_id)
    }
    keep()
    const stop = keeper.subscribe(keep)
    return () => void stop()
  }, [keeper, made, user_id, post_id, post])
}

function Waiting() {
  const t = useT()
  return (
    <div data-app="" className="page">
      <h1 className="title">{t('page.edit')}</h1>
      <noscript>
        <p className="lead mt-3">{t('page.no_script')}</p>
      </noscript>
    </div>
  )
}
