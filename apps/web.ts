import type { WebApp } from '#web/app.ts'
import { accounts } from './accounts/web/index.tsx'
import { chat } from './chat/web/index.tsx'
import { portal } from './portal/web/index.tsx'
import { tasks } from './tasks/web/index.tsx'

/** The web halves of all apps; pages load when they are visited. */
export const apps: readonly WebApp[] = [portal, tasks, chat, accounts]
