import { resolve } from 'node:path'
import { ConfigError } from '#server/config.ts'
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
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return 78
  }
}

process.exit(await main(process.argv.slice(2)))
