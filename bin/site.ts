import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Render } from '#contract/render.ts'
import { type Config, readConfig } from '#server/config.ts'
import { readEnvironment } from '#server/dotenv.ts'
import { ownSecret } from '#server/own-secret.ts'
import type { WebHalf } from '#server/server.ts'

/** The settings of the site in this folder. Throws ConfigError. */
export function configOf(root: string): Config {
  return readConfig(readEnvironment(join(root, '.env'), process.env), ownSecret)
}

/** The web half as built into `dist/web`, or with another template; the renderer, which brings React, is loaded when the first page is asked for. */
export function webHalf(root: string, template?: string): WebHalf & { directory: string } {
  const directory = join(root, 'dist/web')
  let loaded: Promise<Render> | undefined
  const texts = new Map<string, string>()
  return {
    directory,
    template: template ?? readFileSync(join(directory, 'index.html'), 'utf8'),
    render: async (request) => {
      loaded ??= import('./web-render.ts').then(({ render }) => render)
      return (await loaded)(request)
    },
    read(file) {
      const known = texts.get(file) ?? readFileSync(fileURLToPath(file), 'utf8')
      texts.set(file, known)
      return known
    },
  }
}
