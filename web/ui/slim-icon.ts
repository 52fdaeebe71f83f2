import { createElement, type SVGProps } from 'react'

interface IconData {
  name: string
  node: [tag: string, attributes: Record<string, string>][]
}

/**
 * What the browser's build takes instead of lucide's own `createLucideIcon`, for the icons as we use them: the same elements as the server renders with the
 * real one, without the code for colours, sizes and contexts that we style by classes.
 */
export default function createLucideIcon({ name, node }: IconData) {
  return function Icon({ className = '', ...rest }: SVGProps<SVGSVGElement>) {
    const named = Object.keys(rest).some((prop) => prop.startsWith('aria-') || prop === 'role' || prop === 'title')
    const look = { xmlns: 'http://www.w3.org/2000/svg', width: 24, height: 24, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor' }
    const line = { strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
    const attributes = {
      ...look,
      ...line,
      className: `lucide lucide-${name} ${className}`.trim(),
      ...(named ? {} : { 'aria-hidden': 'true' as const }),
      ...rest,
    }
    return createElement('svg', attributes, ...node.map(([tag, own]) => createElement(tag, own)))
  }
}
