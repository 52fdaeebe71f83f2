import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { addressIn } from '../head.tsx'
import { useLanguage } from '../i18n.ts'
import { useSession } from '../session.ts'
import { setTheme } from '../theme.ts'
import { useAccountPages } from './entries.ts'

/** Whoever signs in here finds the theme and the language that they have chosen elsewhere. Links that they follow later stay as they are. */
export function useOwnPreferences() {
  const { user, loading } = useSession()
  const language = useLanguage()
  const account = useAccountPages()
  const { pathname, search } = useLocation()
  const was_visitor = useRef(false)
  useEffect(() => {
    if (loading) return
    if (!user) {
      was_visitor.current = true
      return
    }
    // The page of the sign-in itself is about to go on to where it came from.
    if (!was_visitor.current || pathname === account?.sign_in || pathname === account?.sign_up) return
    was_visitor.current = false
    const { theme, language: own } = user.preferences
    if (theme) setTheme(theme)
    if (own && own !== language) location.replace(addressIn(own, pathname) + search)
  }, [user, loading, language, account, pathname, search])
}
