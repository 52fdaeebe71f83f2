import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The one thing that an app is named after: `stories` → `story`, `recipes` → `recipe`. */
function singular(plural: string): string {
  return plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.slice(0, -1)
}

/** The template's noun in all its spellings becomes the new one; the longer words first. */
function rename(text: string, plural: string): string {
  const one = singular(plural)
  return text.replace(/notes|Notes|note|Note/g, (word) => ({ notes: plural, Notes: capital(plural), note: one, Note: capital(one) })[word] ?? word)
}

/** Puts an app into one of the two lists: an import, and an entry at the end. */
function enlist(file: string, name: string, half: 'server/index.ts' | 'web/index.tsx'): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  const last = lines.findLastIndex((line) => line.startsWith('import '))
  lines.splice(last + 1, 0, `import { ${name} } from './${name}/${half}'`)
  writeFileSync(file, lines.join('\n').replace(/(export const apps: [^=]+= \[[^\]]*)\]/, `$1, ${name}]`))
}

/** `new app NAME`: copies the template, renames its noun, adds it to the two lists. */
export async function newApp(root: string, [what, name = '']: string[]): Promise<number> {
  const fault = faultOf(root, what, name)
  if (fault) {
    console.error(fault)
    return 2
  }
  const template = join(root, 'bin/template/notes')
  for (const path of new Bun.Glob('**/*').scanSync({ cwd: template, dot: false })) {
    const target = join(root, 'apps', name, rename(path, name))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, rename(readFileSync(join(template, path), 'utf8'), name))
  }
  enlist(join(root, 'apps/server.ts'), name, 'server/index.ts')
  enlist(join(root, 'apps/web.ts'), name, 'web/index.tsx')
  console.log(
    `apps/${name} is ready and in both lists. Next:\n  ./banyan test apps/${name}/tests\n  ./banyan dev            # http://127.0.0.1:8000/${name}\nThen make it yours: docs/adding-an-app.md`,
  )
  return 0
}

function faultOf(root: string, what: string | undefined, name: string): string | undefined {
  if (what !== 'app' || !name) return 'Usage: ./banyan new app NAME'
  if (!/^[a-z]{3,30}s$/.test(name) || name.endsWith('ss')) return `Name the app by a plural noun in small letters, such as recipes; got ${name}.`
  if (existsSync(join(root, 'apps', name))) return `There is an app ${name} already.`
  return
}
