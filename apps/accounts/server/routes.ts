import { Routes } from '#server/http/routes.ts'
import { codesRoutes } from './codes-routes.ts'
import { confirmRoutes } from './confirm-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { googleRoutes } from './google-routes.ts'
import { historyRoutes } from './history-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { pairRoutes } from './pair-routes.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { portalRoutes } from './portal-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { totpRoutes } from './totp-routes.ts'
import { versionedRoutes } from './versioned-routes.ts'

/** The doors first, then what stands beside them, one file per subject. */
export const routes = [
  portalRoutes,
  sessionRoutes,
  versionedRoutes,
  pairRoutes,
  googleRoutes,
  profileRoutes,
  deviceRoutes,
  keyRoutes,
  historyRoutes,
  confirmRoutes,
  totpRoutes,
  passkeyRoutes,
  dataRoutes,
  codesRoutes,
].reduce((all, part) => all.including(part), new Routes())
