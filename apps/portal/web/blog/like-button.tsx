import Heart from 'lucide-react/icons/heart'
import { useRef } from 'react'
import { useStore } from 'react-redux'
import { useFormat } from '#web/i18n.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { toast } from '#web/ui/toast.ts'
import type { Post } from '../../contract/posts.ts'
import { blogApi } from './api.ts'
import { useT } from './book.ts'
import { useSignIn } from './sign-in.ts'

/** Shows the like at once and takes it back when the server does not have it. */
export function LikeButton({ post }: { post: Post }) {
  const t = useT()
  const format = useFormat()
  const { user } = useSession()
  const signIn = useSignIn()
  const toggle = useToggle(post)
  const count = post.likes > 0 && <span className="tabular-nums">{format.number(post.likes)}</span>
  if (!user)
    return (
      <LinkButton to={signIn()} title={t('post.like_sign_in')}>
        <Heart className="size-4.5" />
        {t('post.like')} {count}
      </LinkButton>
    )
  return (
    <Button aria-pressed={post.liked} onClick={() => void toggle()} className={post.liked ? 'border-sindoor text-sindoor' : ''}>
      <Heart className={classes('size-4.5', post.liked && 'fill-sindoor')} />
      {t(post.liked ? 'post.liked' : 'post.like')} {count}
    </Button>
  )
}

function useToggle(post: Post) {
  const t = useT()
  const store = useStore() as AppStore
  /** Presses in quick succession: only the answer to the last one counts. */
  const last = useRef(0)
  const show = (likes: number, liked: boolean) =>
    store.dispatch(blogApi.util.updateQueryData('post', { params: { id: post.slug } }, (draft) => void Object.assign(draft, { likes, liked })))
  return async () => {
    const turn = ++last.current
    const { likes, liked } = post
    show(Math.max(0, likes + (liked ? -1 : 1)), !liked)
    const { like, unlike } = blogApi.endpoints
    const args = { params: { id: post.id } }
    const { data, error } = await store.dispatch(liked ? unlike.initiate(args, { track: false }) : like.initiate(args, { track: false }))
    if (turn !== last.current) return
    if (data) show(data.likes, data.liked)
    else {
      show(likes, liked)
      toast({ text: (error as ApiError).message || t((error as ApiError).status === 0 ? 'post.offline' : 'post.failed'), tone: 'problem' })
    }
  }
}
