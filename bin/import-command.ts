import { parseArgs } from 'node:util'
import type { Asked, Importer } from '#server/app.ts'
import { openSite } from '#server/main.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

const importers = apps.flatMap((app) => app.importers ?? [])

function usage(): string {
  const names = [...new Set(importers.map(({ from }) => from))]
  const lines = names.map((name) =>
    importers
      .filter(({ from }) => from === name)
      .map((one) => one.usage)
      .join(' '),
  )
  return `Usage: ${lines.map((line) => `./banyan import ${line}`).join('\n       ')}`
}

/** Whose turn it is and what they are asked; undefined for a call that is none. */
function asked([from, ...args]: string[]): { turns: Importer[]; asked: Asked } | undefined {
  const turns = importers.filter((one) => one.from === from)
  if (turns.length === 0) return
  const options = Object.fromEntries(turns.flatMap((one) => one.options.map((name) => [name, { type: 'string' as const }])))
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [file, ...more] = positionals
    if (more.length > 0 || (file !== undefined) !== turns.some(({ takes_file }) => takes_file)) return
    const asked: Asked = { options: values as Record<string, string>, ...(file !== undefined && { file }) }
    return turns.every(({ check }) => check?.(asked) ?? true) ? { turns, asked } : undefined
  } catch {
    return
  }
}

/** Every app that knows the other system takes its turn, people first. */
export async function runImport(root: string, args: string[]): Promise<number> {
  const given = asked(args)
  if (!given) {
    console.error(usage())
    return 2
  }
  const running = await openSite({ config: configOf(root), apps })
  try {
    for (const one of given.turns) {
      const code = await one.run(running.site, given.asked)
      if (code !== 0) return code
    }
    return 0
  } finally {
    await running.stop()
  }
}
