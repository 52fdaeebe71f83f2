import { Routes } from '#server/http/routes.ts'
import { dataRoutes } from './data-routes.ts'
import { googleRoutes } from './google-routes.ts'
import { pairRoutes } from './pair-routes.ts'
import { portalRoutes } from './portal-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { versionedRoutes } from './versioned-routes.ts'

/** The doors first, then what stands beside them, one file per subject. */
export const routes = [portalRoutes, sessionRoutes, versionedRoutes, pairRoutes, googleRoutes, dataRoutes].reduce(
  (all, part) => all.including(part),
  new Routes(),
)
