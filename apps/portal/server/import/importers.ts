import type { Importer } from '#server/app.ts'
import { ImportError } from './errors.ts'
import type { Report } from './report.ts'

/** Its report; 1 when it could not go on. What only an import needs is loaded for it. */
async function telling(work: () => Promise<Report>): Promise<number> {
  try {
    ;(await work()).print()
    return 0
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    console.error(`The import has stopped: ${error.message}.`)
    return 1
  }
}

export const importers: Importer[] = [
  {
    from: 'wordpress',
    usage: 'wordpress FILE [--uploads FOLDER]',
    takes_file: true,
    options: ['uploads'],
    run: (site, { file = '', options }) => telling(async () => (await import('./wordpress.ts')).importWordpress(site, file, options['uploads'])),
  },
  {
    from: 'django',
    usage: '[--media FOLDER]',
    options: ['media'],
    run: (site, { options }) =>
      telling(async () => (await import('./django.ts')).importBlog(site, options['database'] ?? '', options['table'] ?? 'auth_user', options['media'])),
  },
]
