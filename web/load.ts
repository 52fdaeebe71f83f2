import type { ApiError } from './transport.ts'

type Result<T> = { data?: T | undefined; error?: unknown }

/**
 * For route loaders: waits for a query of the cache and fails as the page should, with the status of the call.
 * `await load(store.dispatch(api.endpoints.getState.initiate({ params }, once)))`
 */
export async function load<T>(result: PromiseLike<Result<T>>): Promise<T> {
  const { data, error } = await result
  if (error !== undefined) throw asResponse(error as Partial<ApiError>)
  return data as T
}

/** Queries of loaders keep no subscription: the page's own hook does. */
export const once = { subscribe: false } as const

/** Thrown by a loader it shows the error page with that status. */
export const pageError = (status: number, detail: { request_id?: string } = {}) => Response.json(detail, { status })

const asResponse = ({ status, request_id }: Partial<ApiError>) => pageError(status || 503, request_id ? { request_id } : {})
