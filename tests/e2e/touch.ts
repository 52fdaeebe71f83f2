import type { Page } from '@playwright/test'

/** What a finger cannot hit: controls below 44 px, links in running text below 24 px. Shapes of the map have the list beside them. */
export const smallTargets = (page: Page) =>
  page.evaluate(() => {
    const small: string[] = []
    for (const element of document.querySelectorAll('a, button, input, select, textarea, summary, [role=button]')) {
      if (element instanceof SVGElement || !element.checkVisibility({ visibilityProperty: true }) || element.closest('[aria-hidden=true]')) continue
      const label = element instanceof HTMLInputElement && /checkbox|radio/.test(element.type) ? element.closest('label') : null
      const box = (label ?? element).getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1) continue
      // A link that stretches over its row or card by ::after is as large as what it covers.
      const after = getComputedStyle(element, '::after')
      if (after.position === 'absolute' && after.content !== 'none') continue
      const control = element.matches('button, input, select, textarea, .btn, nav a, header a')
      // Inside a sentence a link is as tall as its line.
      const in_sentence = [...(element.parentNode?.childNodes ?? [])].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
      if (!control && in_sentence && getComputedStyle(element).display === 'inline') continue
      const least = control ? 44 : 24
      if (box.height < least - 0.5 || (control && box.width < least - 0.5))
        small.push(
          `${element.tagName} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)} ${Math.round(box.width)}×${Math.round(box.height)}`,
        )
    }
    return small
  })

/** How far a page scrolls sideways, which none should. */
export const sideways = (page: Page) =>
  page.evaluate(() => {
    scrollTo(9999, 0)
    const moved = scrollX
    scrollTo(0, 0)
    return moved + document.documentElement.scrollWidth - document.documentElement.clientWidth
  })
