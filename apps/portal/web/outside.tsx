import type { ReactNode } from 'react'

/** A link that leaves the site. */
export const Outside = ({ to, children }: { to: string; children: ReactNode }) => (
  <a href={to} rel="noopener" className="link">
    {children}
  </a>
)
