import { type LoaderFunctionArgs, redirect } from 'react-router'
import { pageError } from '#web/load.ts'
import { loadSession, type Person } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'

/** For pages of the signed-in: visitors sign in first, and come back. */
export async function requireSignedIn(store: AppStore, { request }: LoaderFunctionArgs, go: (user: Person) => Promise<unknown>): Promise<Response | null> {
  const { user } = await loadSession(store)
  const { pathname, search } = new URL(request.url)
  if (!user) return redirect(`/login?next=${encodeURIComponent(pathname + search)}`)
  const answer = await go(user)
  return answer instanceof Response ? answer : null
}

/** For pages of staff: to everybody else they are not there. */
export const requireStaff = (store: AppStore, args: LoaderFunctionArgs, go: () => Promise<unknown>) =>
  requireSignedIn(store, args, ({ role }) => {
    if (role === 'user') throw pageError(404)
    return go()
  })
