import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/states.ts'
import { commentRoutes } from './comments/routes.ts'
import { contactRoutes } from './contact/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { imageRoutes } from './images/routes.ts'
import { moderationRoutes } from './moderation/routes.ts'
import { noticeRoutes } from './notices/routes.ts'
import { postRoutes } from './posts/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { requireState, statesBy } from './states.ts'

const stateRoutes = new Routes()
  .on(contract.listStates, anyone, ({ query }) => statesBy(query), { cached: '5 minutes' })
  .on(contract.getState, anyone, ({ params }) => requireState(params.slug), { cached: '5 minutes' })

export const routes = new Routes()
  .including(stateRoutes)
  .including(postRoutes)
  .including(imageRoutes)
  .including(feedRoutes)
  .including(commentRoutes)
  .including(noticeRoutes)
  .including(moderationRoutes)
  .including(contactRoutes)
  .including(searchRoutes)
