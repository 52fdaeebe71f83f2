import Flag from 'lucide-react/icons/flag'
import Share from 'lucide-react/icons/share-2'
import { useState } from 'react'
import { useSession } from '#web/session.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { Offers } from '#web/ui/offers.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Post } from '../../contract/posts.ts'
import { postPath, wholePostPath } from './addresses.ts'
import { useT } from './book.ts'
import { LikeButton } from './like-button.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { useSignIn } from './sign-in.ts'

/** What a reader can do with a post. Nobody likes or reports what nobody else sees. */
export function PostActions({ post }: { post: Post }) {
  const t = useT()
  const { user } = useSession()
  const signIn = useSignIn()
  const [reporting, setReporting] = useState(false)
  if (post.status !== 'published') return null
  const own = user !== null && user.username === post.author?.username
  return (
    <div className="hairline mt-10 flex flex-wrap items-center gap-2 pt-4">
      <LikeButton post={post} />
      <ShareButton post={post} />
      <Offers subject={{ kind: 'post', title: post.postname, href: postPath(post.slug) }} />
      {!own &&
        (user ? (
          <Button kind="quiet" className="ms-auto text-ink-2" onClick={() => setReporting(true)}>
            <Flag className="size-4.5" />
            {t('post.report')}
          </Button>
        ) : (
          <LinkButton kind="quiet" to={signIn()} className="ms-auto text-ink-2">
            <Flag className="size-4.5" />
            {t('post.report')}
          </LinkButton>
        ))}
      {reporting && <ReportDialog kind="post" id={post.id} text={post.postname} onClose={() => setReporting(false)} />}
    </div>
  )
}

/** The system's own sharing where there is one, else the link is copied. */
function ShareButton({ post }: { post: Post }) {
  const t = useT()
  const share = async () => {
    const url = location.origin + wholePostPath(post)
    try {
      if (navigator.share) await navigator.share({ title: post.postname, url })
      else {
        await navigator.clipboard.writeText(url)
        toast({ text: t('post.copied') })
      }
    } catch (cause) {
      // Whoever closes the system's sheet has changed their mind.
      if (!(cause instanceof DOMException && cause.name === 'AbortError')) toast({ text: t('post.copy_failed'), tone: 'problem' })
    }
  }
  return (
    <Button onClick={() => void share()}>
      <Share className="size-4.5" />
      {t('post.share')}
    </Button>
  )
}
