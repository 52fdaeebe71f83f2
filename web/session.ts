import { sessionDoor } from '#contract/door.ts'
import type { Language } from '#contract/render.ts'
import { api } from './api.ts'
import { forgetPrivate } from './forget-private.ts'
import { load, once } from './load.ts'
import type { AppStore } from './store.ts'
import type { Theme } from './theme.ts'
import { dropCsrfToken, refusals, type Wire } from './transport.ts'

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
  /** Address of the picture, 256 pixels wide. */
  avatar: string | null
  preferences: { language?: Language | undefined; theme?: Theme | undefined }
}
export interface Session {
  user: Person | null
  /** They are signing out here, and the server has not answered yet. */
  leaving?: boolean
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

/** Without an answer it is whoever was signed in here last, if anything is kept for them. */
export const loadSession = (store: AppStore): Promise<Session> =>
  load(store.dispatch(sessions.endpoints.session.initiate(undefined, once))).catch(async (failure: unknown) => {
    const user = (await import('./kept-person.ts')).keptPersonOr(failure)
    await showSession(store, user)
    return { user }
  })

export function useSession(): { user: Person | null; loading: boolean; leaving: boolean } {
  const { data, isLoading } = sessions.useSessionQuery()
  return { user: data?.user ?? null, loading: isLoading, leaving: data?.leaving ?? false }
}

/** Shows who is signed in at once, here and (by a message) in the other tabs. */
export async function setSession(store: AppStore, user: Person | null) {
  dropCsrfToken()
  await showSession(store, user)
  tabs?.postMessage('changed')
}

const showSession = (store: AppStore, user: Person | null) => store.dispatch(sessions.util.upsertQueryData('session', undefined, { user }))

/** Shows a change of the signed-in person at once, here and in the other tabs; the session itself is the same. */
export function changePerson(store: AppStore, change: Partial<Person>) {
  store.dispatch(
    sessions.util.updateQueryData('session', undefined, ({ user }) => {
      if (user) Object.assign(user, change)
    }),
  )
  tabs?.postMessage('changed')
}

/** Asks anew who is signed in, after a call that may have changed it. Without an answer it is nobody. */
export async function refreshSession(store: AppStore): Promise<Person | null> {
  dropCsrfToken()
  const { data } = await store.dispatch(sessions.endpoints.session.initiate(undefined, { ...once, forceRefetch: true }))
  tabs?.postMessage('changed')
  return data?.user ?? null
}

/**
 * Signs out; gives false where the server could not be reached. Not shown before the server has said so: whoever leaves the page or the
 * room at once must not leave a session behind that looks ended.
 */
export async function signOut(store: AppStore): Promise<boolean> {
  setLeaving(store, true)
  const { error } = await store.dispatch(sessions.endpoints.signOut.initiate())
  // A session that the server no longer knows is as good as ended.
  const gone = !error || ('status' in error && error.status === 401)
  if (gone) {
    forgetPrivate()
    await setSession(store, null)
  } else setLeaving(store, false)
  return gone
}

const setLeaving = (store: AppStore, leaving: boolean) =>
  void store.dispatch(sessions.util.updateQueryData('session', undefined, (session) => ({ ...session, leaving })))

/** Who is signed in, for what is no component; nobody while they are signing out, since what is asked for then may be refused. */
export function currentUser(store: AppStore): Person | null {
  const { data } = sessions.endpoints.session.select()(store.getState())
  return data?.leaving ? null : (data?.user ?? null)
}

const tabs = typeof window !== 'undefined' && 'BroadcastChannel' in window ? new BroadcastChannel('session') : undefined

/** Several events may ask at once; of one and the same person the end is told once. */
let told: Person | null = null

/** Asks again who is signed in; `elsewhere` hears that the person was signed out meanwhile. Gives whether somebody is. */
export async function askSession(store: AppStore, elsewhere: () => void): Promise<boolean> {
  dropCsrfToken()
  const before = currentUser(store)
  const { data } = await store.dispatch(sessions.endpoints.session.initiate(undefined, { ...once, forceRefetch: true }))
  const user = data ? data.user : before
  if (!user && before && before !== told) {
    told = before
    elsewhere()
  }
  return user !== null
}

/** Asks when another tab says so, when this one comes back to the front, and when a call was refused: the session may have been ended elsewhere. */
export function watchSession(store: AppStore, elsewhere: () => void): () => void {
  const onEvent = () => {
    if (document.visibilityState === 'visible' && navigator.onLine) void askSession(store, elsewhere)
  }
  // A wrong password is refused as well: only who is signed in asks.
  const onRefusal = () => currentUser(store) && void askSession(store, elsewhere)
  tabs?.addEventListener('message', onEvent)
  document.addEventListener('visibilitychange', onEvent)
  addEventListener('online', onEvent)
  refusals.addEventListener('refused', onRefusal)
  return () => {
    tabs?.removeEventListener('message', onEvent)
    document.removeEventListener('visibilitychange', onEvent)
    removeEventListener('online', onEvent)
    refusals.removeEventListener('refused', onRefusal)
  }
}
