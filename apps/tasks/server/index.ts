import { defineApp } from '#server/app.ts'
import { events } from '../contract/events.ts'
import { jobs, schedules } from './jobs.ts'
import * as m0001 from './migrations/0001-tasks.ts'
import { eraseTasks, ownTasks } from './personal.ts'
import { routes } from './routes.ts'

export const tasks = defineApp({ name: 'tasks', migrations: { '0001-tasks': m0001 }, routes, jobs, schedules, events, exports: ownTasks, erase: eraseTasks })
