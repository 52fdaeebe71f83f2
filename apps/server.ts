import type { App } from '#server/app.ts'
import { accounts } from './accounts/server/index.ts'
import { chat } from './chat/server/index.ts'
import { portal } from './portal/server/index.ts'
import { tasks } from './tasks/server/index.ts'

export const apps: App[] = [accounts, portal, tasks, chat]
