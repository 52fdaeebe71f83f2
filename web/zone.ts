import { useEffect, useSyncExternalStore } from 'react'
import { type Formatter, formatter, home_zone } from './i18n.ts'
import { usePage } from './page-context.ts'

const never = () => () => {}

/** Where this reader is; on the server where their browser last said that they are. */
export const ownZone = (on_server = home_zone): string =>
  typeof window === 'undefined' ? on_server : Intl.DateTimeFormat().resolvedOptions().timeZone || home_zone

/** The same for components: the first render goes by the server's, so that the browser can take it over. */
export function useZone(): string {
  const { zone = home_zone } = usePage()
  return useSyncExternalStore(
    never,
    () => ownZone(),
    () => zone,
  )
}

/** For pages of the signed-in: times as their own clock says them. */
export function useOwnFormat(): Formatter {
  const zone = useZone()
  return formatter(usePage().language, zone)
}

/** Tells the server by a cookie where somebody who is signed in is, so that their next pages come with their own times. India's needs none. */
export function useZoneCookie(signed_in: boolean) {
  useEffect(() => {
    if (!signed_in) return
    const zone = ownZone()
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
    document.cookie = `zone=${zone}; path=/; max-age=${zone === home_zone ? 0 : 31_536_000}; samesite=lax`
  }, [signed_in])
}
