import { configureStore } from '@reduxjs/toolkit'
import { api } from './api.ts'
import type { Extra } from './transport.ts'

/** What the server sends along with a page. */
export interface KeptState {
  api: ReturnType<typeof api.reducer>
}

export function makeStore(extra: Extra = {}, kept?: KeptState) {
  return configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    // The checks walk the whole state at each action and exist only outside production: types and tests hold the same rules here.
    middleware: (defaults) => defaults({ thunk: { extraArgument: extra }, serializableCheck: false, immutableCheck: false }).concat(api.middleware),
    devTools: false,
    ...(kept ? { preloadedState: { api: kept.api } } : {}),
  })
}
export type AppStore = ReturnType<typeof makeStore>
