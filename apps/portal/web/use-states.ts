import type { State } from '../contract/states.ts'
import { useGetStateQuery } from './api.ts'

/** The whole facts of up to four places; their loader has asked for them. Always four hooks, whatever the number of places. */
export function useStates(slugs: readonly string[]): State[] {
  return [useOne(slugs[0]), useOne(slugs[1]), useOne(slugs[2]), useOne(slugs[3])].flatMap((state) => state ?? [])
}

function useOne(slug: string | undefined): State | undefined {
  const { currentData } = useGetStateQuery({ params: { slug: slug ?? '' } }, { skip: slug === undefined })
  return currentData
}
