import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/search.ts'
import { find } from './search.ts'

export const searchRoutes = new Routes().on(contract.search, anyone, ({ db, caller, query }) => find(db, caller, query))
