import { type Half, isStale, sourceStamps } from './stamps.ts'

const names: Record<Half, string> = { web: 'web client', server: 'server' }

/** Builds both halves of the site into `dist`. A source that changes meanwhile makes the half stale again. */
export async function build(root: string, halves: Half[] = ['web', 'server'], stamps = sourceStamps(root)): Promise<void> {
  if (halves.includes('web')) await (await import('./build-web.ts')).buildWeb(root, stamps.web)
  if (halves.includes('server')) await (await import('./build-server.ts')).buildServer(root, stamps.server)
}

/** Builds what was built from other sources than those that are here, or not at all, and says so. */
export async function buildIfChanged(root: string): Promise<void> {
  const stamps = sourceStamps(root)
  const stale = (['web', 'server'] as const).filter((half) => isStale(root, half, stamps))
  if (stale.length === 0) return
  console.error(`banyan: building the ${stale.map((half) => names[half]).join(' and the ')} (once per change)`)
  await build(root, stale, stamps)
}
