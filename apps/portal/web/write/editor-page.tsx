import { useParams, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useSession } from '#web/session.ts'
import { usePostQuery } from '../blog/api.ts'
import { useDraftQuery } from './api.ts'
import { useT } from './book.ts'
import { blank } from './document.ts'
import { Editor } from './editor.tsx'
import type { Stored } from './keeper.ts'
import { wishesIn } from './loaders.ts'
import { storedOf } from './remote.ts'
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
  const { keeper, made } = useKeeper(props)
  const { data: post } = usePostQuery({ params: { id: props.post_id } }, { skip: !made })
  // The first moments, and all there is without scripts.
  if (!keeper) return <Waiting />
  return <Editor keeper={keeper} post={post} post_id={props.post_id} />
}

function Waiting() {
  const t = useT()
  return (
    <div className="page">
      <h1 className="title">{t('page.edit')}</h1>
      <noscript>
        <p className="lead mt-3">{t('page.no_script')}</p>
      </noscript>
    </div>
  )
}
