import { redirect } from 'react-router'
import { languageOf } from '#contract/render.ts'

/** For loaders: some write ids in capitals, and are sent to the page at its one address. */
export function spellOut(id: string | undefined, { url }: Request): void {
  if (id === undefined || id === id.toLowerCase()) return
  const { pathname, search } = new URL(url)
  throw redirect(languageOf(pathname).rest.replace(id, id.toLowerCase()) + search)
}
