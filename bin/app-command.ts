import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

/** Runs a verb that an app brings, on the site's database. */
export async function runAppCommand(root: string, name: string, args: string[]): Promise<number> {
  const command = apps.flatMap((app) => app.commands ?? []).find((candidate) => candidate.name === name)
  if (!command) throw new Error(`no app brings the verb ${name}`)
  const running = await openSite({ config: configOf(root), apps })
  try {
    return await command.run(running.site, args)
  } finally {
    await running.stop()
  }
}
