import type { ReactNode } from 'react'

/** What stands where nothing is: why, and one next step. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
      <p className="text-20 font-semibold text-balance">{title}</p>
      {children && <div className="max-w-[45ch] text-ink-2 text-pretty">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
