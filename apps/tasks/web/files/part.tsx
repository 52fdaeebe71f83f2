import type { ReactNode } from 'react'

/** A part of the page of files, with what it is for. */
export const Part = ({ title, why, children }: { title: string; why: string; children: ReactNode }) => (
  <section className="hairline grid gap-3 pt-5 first:border-0 first:pt-0">
    <h2 className="font-semibold text-20">{title}</h2>
    <p className="text-ink-2">{why}</p>
    {children}
  </section>
)
