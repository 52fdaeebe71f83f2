import type { Render } from '#contract/render.ts'
import { makeRender } from '#web/entry-server.tsx'
import { apps } from '../apps/web.ts'

/** Renders a page of the site on the server. */
export const render: Render = makeRender(apps)
