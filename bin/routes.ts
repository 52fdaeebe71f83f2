import { openApi } from '#server/http/openapi.ts'
import { healthRoutes } from '#server/observe/health.ts'
import { version } from '#server/version.ts'
import { apps } from '../apps/server.ts'

const all = () => [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]

export async function showRoutes(args: string[] = []): Promise<number> {
  // As docs/security.md has it.
  if (args.includes('--markdown')) {
    for (const { endpoint, guard } of all()) console.log(`| ${endpoint.name} | ${endpoint.method} ${endpoint.path} | ${guard.who} |`)
    return 0
  }
  for (const { endpoint, guard } of all()) console.log(`${endpoint.method.padEnd(6)} ${endpoint.path.padEnd(28)} ${guard.who.padEnd(8)} ${endpoint.name}`)
  return 0
}

export async function printOpenApi(): Promise<number> {
  console.log(JSON.stringify(openApi(all(), version), null, 2))
  return 0
}
