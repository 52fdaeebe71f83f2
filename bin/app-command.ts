import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

/** `keys rotate` is the accounts' own verb; with `--NAME` it is the app's of that name. */
export async function rotateKeys(root: string, args: string[]): Promise<number> {
  const app = apps.find(({ name, rotateKeys }) => rotateKeys && args.includes(`--${name}`))
  if (!app?.rotateKeys || args[0] !== 'rotate') return runAppCommand(root, 'keys', args)
  const running = await openSite({ config: configOf(root), apps })
  try {
    const done = await app.rotateKeys(running.site)
    console.log(
      `${app.name}: ${Object.entries(done)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
    )
    return 0
  } finally {
    await running.stop()
  }
}

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
