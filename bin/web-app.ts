import { mount } from '#web/main.tsx'
import { apps } from '../apps/web.ts'

await mount(apps)
