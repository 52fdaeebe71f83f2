import { keptPerson } from '#web/kept-person.ts'
import { setCount } from '#web/layout/counts.ts'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { Notice } from '../../contract/notices.ts'
import { forgetAllSeen } from '../write/seen.ts'
import { noticesApi } from './api.ts'

const { noticeCount, notices } = noticesApi.endpoints
const fresh = { subscribe: false, forceRefetch: true } as const

/** The number at the bell. */
export const showCount = (unread: number) => setCount('notices', unread)

async function count(store: AppStore) {
  if (!currentUser(store)) return
  const { data } = await store.dispatch(noticeCount.initiate(undefined, fresh))
  if (data) showCount(data.unread)
}

export async function attend(store: AppStore): Promise<() => void> {
  const me = currentUser(store)
  await count(store)
  return () => {
    showCount(0)
    // Signing out here has forgotten everything already.
    if (me && !currentUser(store) && keptPerson()) void forgetAllSeen(me.id)
  }
}

/** The list asks anew where somebody looks at it; elsewhere the number is all that shows. */
export async function hear(store: AppStore, event: string, data: unknown): Promise<void> {
  const me = currentUser(store)
  if (!me) return
  if (event === 'portal.notices_read') showCount((data as { unread: number }).unread)
  if (event !== 'portal.notice_added') return
  const added = data as Notice
  store.dispatch(
    noticesApi.util.updateQueryData('notices', me.id, (draft) => {
      const [first] = draft.pages
      if (first && !first.items.some(({ id }) => id === added.id)) first.items.unshift(added)
    }),
  )
  await count(store)
}

export async function hearAgain(store: AppStore): Promise<void> {
  const me = currentUser(store)
  if (!me) return
  await count(store)
  if (notices.select(me.id)(store.getState()).data) await store.dispatch(notices.initiate(me.id, fresh))
}
