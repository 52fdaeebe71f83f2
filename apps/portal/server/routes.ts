import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/states.ts'
import { contactRoutes } from './contact/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { requireState, statesBy } from './states.ts'

export const routes = new Routes()
  .on(contract.listStates, anyone, ({ query }) => statesBy(query), { cached: '5 minutes' })
  .on(contract.getState, anyone, ({ params }) => requireState(params.slug), { cached: '5 minutes' })
  .including(contactRoutes)
  .including(searchRoutes)
