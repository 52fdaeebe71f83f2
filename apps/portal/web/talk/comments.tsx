import { Fragment, type MouseEvent, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigationType, useSearchParams } from 'react-router'
import { useSession } from '#web/session.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import type { Post } from '../../contract/posts.ts'
import { useT } from '../blog/book.ts'
import { useSignIn } from '../blog/sign-in.ts'
import { useCommentsInfiniteQuery } from './api.ts'
import { CommentForm } from './comment-form.tsx'
import { Act, CommentItem, indent } from './comment-item.tsx'
import { endOfAnswers } from './thread.ts'
import { type Pending, type Talk, useTalk } from './use-talk.ts'

/** A link into a conversation looks for its place through so many parts of it. */
const most_parts = 20

/** What people say to a post; the first part stands in the page without scripts. */
export function Comments({ post }: { post: Post }) {
  const t = useT()
  const { user } = useSession()
  const [search] = useSearchParams()
  const asked = { post_id: post.id, from: search.get('comments') }
  const query = useCommentsInfiniteQuery(asked, { skip: post.status === 'draft' || post.status === 'scheduled' })
  const talk = useTalk(asked)
  const comments = query.data?.pages.flatMap(({ items }) => items) ?? []
  const found = useLookUp(query, comments)
  const pendingAfter = (at: number) => talk.pending.filter(({ parent_id }) => parent_id !== null && belongsAfter(comments, at, parent_id))
  return (
    <section id="comments" tabIndex={-1} aria-labelledby="comments-title" className="hairline mt-10 scroll-mt-18 pt-6 outline-none">
      <h2 id="comments-title" className="text-25">
        {t('talk.title')} {post.comments > 0 && <span className="font-normal text-ink-2 tabular-nums">{post.comments}</span>}
      </h2>
      {comments.length === 0 && talk.pending.length === 0 && !query.isError && (
        <p className="mt-2 text-ink-2">{t(post.status !== 'published' ? 'talk.closed' : user ? 'talk.none' : 'talk.none_visitor')}</p>
      )}
      {query.isError && (
        <p role="alert" className="mt-3 flex flex-wrap items-center gap-3">
          {t('talk.failed')}
          <Button small onClick={() => void query.refetch()}>
            {t('talk.again')}
          </Button>
        </p>
      )}
      <ul className="mt-3">
        {comments.map((comment, i) => (
          <Fragment key={comment.id}>
            <CommentItem comment={comment} post={post} talk={talk} me={user?.username} marked={found && found.id === comment.id} />
            {pendingAfter(i).map((one) => (
              <PendingItem key={one.id} pending={one} talk={talk} />
            ))}
          </Fragment>
        ))}
        {talk.pending
          .filter(({ parent_id }) => parent_id === null)
          .map((one) => (
            <PendingItem key={one.id} pending={one} talk={talk} />
          ))}
      </ul>
      {query.hasNextPage && <More busy={query.isFetchingNextPage} next={query.data?.pages.at(-1)?.next ?? ''} onMore={() => void query.fetchNextPage()} />}
      {post.status === 'published' && <Write post={post} talk={talk} signed_in={user !== null} />}
    </section>
  )
}

/** Whether an answer to this comment, not confirmed yet, shows after the one at this place: behind all answers there are. */
function belongsAfter(comments: readonly { id: string; depth: number }[], at: number, parent_id: string): boolean {
  const parent = comments.findIndex(({ id }) => id === parent_id)
  return parent !== -1 && endOfAnswers(comments, parent) === at + 1
}

function Write({ post, talk, signed_in }: { post: Post; talk: Talk; signed_in: boolean }) {
  const t = useT()
  const signIn = useSignIn()
  return (
    <div className="mt-6">
      {signed_in ? (
        <CommentForm
          post_id={post.id}
          label={t('talk.write')}
          submit={t('talk.send')}
          draft={`comment.${post.id}`}
          onSend={(content) => {
            talk.send(content, undefined)
            return undefined
          }}
        />
      ) : (
        <LinkButton to={signIn('#comments')} kind="main">
          {t('talk.sign_in')}
        </LinkButton>
      )}
    </div>
  )
}

function PendingItem({ pending, talk }: { pending: Pending; talk: Talk }) {
  const t = useT()
  return (
    <li className={classes('py-3', indent(pending.depth))}>
      <p dir="auto" className="whitespace-pre-line text-ink-2 wrap-anywhere">
        {pending.content}
      </p>
      <p role="status" className="mt-1 flex flex-wrap gap-x-4 text-13">
        {pending.failed === undefined ? (
          <span className="text-ink-2">{t('talk.sending')}</span>
        ) : (
          <>
            <span className="text-sindoor">
              {t('talk.not_sent')} {pending.failed}
            </span>
            <Act onClick={() => void talk.deliver(pending)}>{t('talk.again')}</Act>
            <Act onClick={() => talk.drop(pending.id)}>{t('talk.delete')}</Act>
          </>
        )}
      </p>
    </li>
  )
}

/** With scripts the list grows; without, the link leads to the next part. */
function More({ busy, next, onMore }: { busy: boolean; next: string; onMore: () => void }) {
  const t = useT()
  const more = (event: MouseEvent) => {
    event.preventDefault()
    if (!busy) onMore()
  }
  return (
    <a href={`?comments=${encodeURIComponent(next)}#comments`} onClick={more} aria-busy={busy} className="btn mt-3 w-full">
      {t('talk.more')}
    </a>
  )
}

/**
 * A link to one comment finds it also where it stands in a later part, and leads there: scrolls, focuses, marks.
 * The browser does so for a comment that stands in a loaded page, but neither for one that comes later nor when the app changes the address.
 */
function useLookUp(query: ReturnType<typeof useCommentsInfiniteQuery>, comments: readonly { id: string }[]) {
  const { hash, key } = useLocation()
  const type = useNavigationType()
  const [found, setFound] = useState<{ id: string | undefined }>()
  const led = useRef<string>(undefined)
  const wanted = /^#comment-([0-9a-f-]{36})$/.exec(hash)?.[1]
  const here = comments.some(({ id }) => id === wanted)
  const { data, hasNextPage, isFetching, fetchNextPage } = query
  const parts = data?.pages.length ?? 0
  useEffect(() => {
    setFound({ id: wanted })
    if (!wanted || parts === 0) return
    if (!here) {
      if (hasNextPage && !isFetching && parts < most_parts) void fetchNextPage()
      return
    }
    // Once for each navigation: when the list grows, the reader stays where they are.
    const place = document.getElementById(`comment-${wanted}`)
    if (!place || led.current === key) return
    led.current = key
    // Where the browser has led, the reader may have gone on by now.
    const by_browser = type === 'POP' && place.matches(':target')
    if (!by_browser) place.scrollIntoView({ block: 'start' })
    if (!by_browser || document.activeElement === document.body) place.focus({ preventScroll: true })
  }, [wanted, key, type, here, parts, hasNextPage, isFetching, fetchNextPage])
  return found
}
