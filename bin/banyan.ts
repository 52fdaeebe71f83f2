import { resolve } from 'node:path'
import { type Verb, verbs } from './verbs.ts'

const root = resolve(import.meta.dir, '..')

function usage(): string {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length))
  const lines = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: ./banyan VERB\n\n${lines.join('\n')}\n\nSettings come from the environment and .env; ./banyan config lists them.`
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    console.log(usage())
    return 0
  }
  const verb: Verb | undefined = verbs[name]
  if (!verb) {
    console.error(`There is no verb ${name}.\n\n${usage()}`)
    return 2
  }
  try {
    return await verb.run(root, args)
  } catch (error) {
    // The built server has a class ConfigError of its own.
    if (!(error instanceof Error && 'exit_code' in error)) throw error
    console.error(error.message)
    return Number(error.exit_code)
  }
}

process.exit(await main(process.argv.slice(2)))
