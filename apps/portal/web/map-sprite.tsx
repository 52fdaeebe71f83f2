import { useEffect, useRef } from 'react'
import { usePage } from '#web/page-context.ts'

const file = new URL('./map/india.svg', import.meta.url).href
/** The shapes once they were in a page: moving on to the next page then shows its map at once. */
let kept = ''

/**
 * The shapes that maps on the page draw with `<use href="#in-kerala">`, once per page. The server writes them into the page, so
 * that they are there without scripts; in the browser they come from a file, so that they are never part of a script.
 */
export function MapSprite() {
  const { read } = usePage()
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const fill = async () => {
      if (!element.firstElementChild) element.innerHTML = await (await fetch(file)).text()
      kept = element.innerHTML
    }
    // Without the shapes the list beside each map still says everything.
    fill().catch(() => undefined)
  }, [])
  return (
    <div
      ref={holder}
      aria-hidden
      className="absolute size-0 overflow-hidden"
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a file of ours, made by tools/draw-map.ts.
      dangerouslySetInnerHTML={{ __html: read?.(file) ?? kept }}
    />
  )
}
