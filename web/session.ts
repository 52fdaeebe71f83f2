import { sessionDoor } from '#contract/door.ts'
import { api } from './api.ts'
import { forgetPrivate } from './forget-private.ts'
import { load, once } from './load.ts'
import type { AppStore } from './store.ts'
import { dropCsrfToken, type Wire } from './transport.ts'

/** The signed-in person, as much as the frame needs. */
export interface Person {
  id: string
  username: string
  email: string
  first_name: string
  last_name: string
  role: 'user' | 'staff' | 'admin'
  email_verified: boolean
  date_joined: string
}
export interface Session {
  user: Person | null
}

// The shell knows the session door but no app, so it names the two calls that the frame itself makes.
const getSession: Wire = { door: sessionDoor, method: 'GET', path: '/auth/session', bare: false }
const endSession: Wire = { door: sessionDoor, method: 'POST', path: '/auth/logout', bare: false }

const sessions = api.injectEndpoints({
  endpoints: (build) => ({
    session: build.query<Session, void>({ query: () => ({ endpoint: getSession, args: {} }), providesTags: ['Session'], keepUnusedDataFor: 86_400 }),
    signOut: build.mutation<void, void>({ query: () => ({ endpoint: endSession, args: {} }) }),
  }),
})

export const loadSession = (store: AppStore): Promise<Session> => load(store.dispatch(sessions.endpoints.session.initiate(undefined, once)))

export function useSession(): { user: Person | null; loading: boolean } {
  const { data, isLoading } = sessions.useSessionQuery()
  return { user: data?.user ?? null, loading: isLoading }
}

/** Shows who is signed in at once, here and (by a message) in the other tabs. */
export async function setSession(store: AppStore, user: Person | null) {
  dropCsrfToken()
  await store.dispatch(sessions.util.upsertQueryData('session', undefined, { user }))
  tabs?.postMessage('changed')
}

/**
 * Signs out; gives false where the server could not be reached. Not shown before the server has said so: whoever leaves the page or the
 * room at once must not leave a session behind that looks ended.
 */
export async function signOut(store: AppStore): Promise<boolean> {
  const { error } = await store.dispatch(sessions.endpoints.signOut.initiate())
  // A session that the server no longer knows is as good as ended.
  const gone = !error || ('status' in error && error.status === 401)
  if (gone) {
    forgetPrivate()
    await setSession(store, null)
  }
  return gone
}

/** Who is signed in, for what is no component. */
export const currentUser = (store: AppStore) => sessions.endpoints.session.select()(store.getState()).data?.user ?? null

const tabs = typeof window !== 'undefined' && 'BroadcastChannel' in window ? new BroadcastChannel('session') : undefined

/** Asks again who is signed in; `elsewhere` hears that the person was signed out meanwhile. Gives whether somebody is. */
export async function askSession(store: AppStore, elsewhere: () => void): Promise<boolean> {
  dropCsrfToken()
  const before = currentUser(store)
  const { data } = await store.dispatch(sessions.endpoints.session.initiate(undefined, { ...once, forceRefetch: true }))
  if (before && data && !data.user) elsewhere()
  return Boolean((data ?? { user: before }).user)
}

/** Asks when another tab says so and when this one comes back to the front. */
export function watchSession(store: AppStore, elsewhere: () => void): () => void {
  const onEvent = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) void askSession(store, elsewhere)
  }
  tabs?.addEventListener('message', onEvent)
  document.addEventListener('visibilitychange', onEvent)
  return () => {
    tabs?.removeEventListener('message', onEvent)
    document.removeEventListener('visibilitychange', onEvent)
  }
}
