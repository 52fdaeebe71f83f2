import { describeSettings } from '#server/config.ts'
import { configurationPage } from './configuration-page.ts'
import { configOf } from './site.ts'

const hidden = /SECRET|PASSWORD|KEY$|_URL$/

/** Shows what the site would start with; whoever reads along learns no secret. */
export async function showConfig(root: string, args: string[]): Promise<number> {
  if (args.includes('--markdown')) {
    process.stdout.write(configurationPage())
    return 0
  }
  const config = configOf(root) as unknown as Record<string, unknown>
  for (const { name, description, fallback } of describeSettings()) {
    const value = config[name]
    const shown = value === undefined || value === '' ? '–' : hidden.test(name) ? '(set)' : Array.isArray(value) ? value.join(',') || '–' : String(value)
    console.log(`${name}=${shown}\n    ${description}${fallback ? ` (default ${fallback})` : ''}`)
  }
  return 0
}
