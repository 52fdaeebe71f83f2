/** What a list may be drawn in; each stands out on paper by day and by night. */
export const colors = {
  teal: '#0f766e',
  indigo: '#4f46e5',
  blue: '#1d78c1',
  green: '#3f8a24',
  amber: '#b7791f',
  orange: '#cf5a1a',
  red: '#c93030',
  pink: '#c4377e',
  purple: '#8b3fc4',
  brown: '#8a6242',
} as const
export type ColorName = keyof typeof colors
export const color_names = Object.keys(colors) as ColorName[]

/** Any colour, by an attribute: the content security policy lets no style stand in a page. */
export const Dot = ({ color, className = 'size-3' }: { color: string; className?: string }) => (
  <svg viewBox="0 0 12 12" className={`shrink-0 ${className}`} aria-hidden="true">
    <circle cx="6" cy="6" r="6" fill={color} />
  </svg>
)
