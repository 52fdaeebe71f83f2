import { useLocation } from 'react-router'
import { addressIn } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { useAccountPages } from '#web/layout/entries.ts'

/** Where a visitor signs in to come back to this page, or to a place on it. */
export function useSignIn(): (hash?: string) => string {
  const pages = useAccountPages()
  const language = useLanguage()
  const { pathname, search } = useLocation()
  return (hash = '') => `${pages?.sign_in ?? '/'}?next=${encodeURIComponent(addressIn(language, pathname) + search + hash)}`
}
