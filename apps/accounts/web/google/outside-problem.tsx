import { useSearchParams } from 'react-router'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { type OutsideProblem, outside_problems } from '../../contract/google.ts'
import { useListProvidersQuery } from './api.ts'
import { useT } from './words.ts'

const known = (code: string | null): code is OutsideProblem => outside_problems.includes(code as OutsideProblem)

/** What kept a sign-in at an outside provider from succeeding, as the address of this page says it. */
export function useOutsideProblem(): string | undefined {
  const t = useT()
  const [query] = useSearchParams()
  const { data } = useListProvidersQuery()
  const code = query.get('problem')
  return known(code) ? t(`problems.${code}`, { name: data?.providers[0]?.name ?? 'Google' }) : undefined
}

export function OutsideProblemNote() {
  const message = useOutsideProblem()
  return message ? (
    <div className="mt-6">
      <ErrorSummary title="" message={message} fields={[]} />
    </div>
  ) : null
}
