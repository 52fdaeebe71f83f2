import type { Meaning } from './rules.ts'
import { fold, type Line, type Token } from './tokens.ts'

export interface KnownList {
  id: string
  name: string
}

/** A list at the `#` of this token, with how many tokens its name takes: the longest name that fits, or the one list whose name begins so. */
export function listAt(text: string, { tokens }: Line, i: number, lists: readonly KnownList[]): { taken: number; meaning: Meaning } | undefined {
  const token = tokens[i]
  if (!token?.folded.startsWith('#') || token.folded === '#') return undefined
  const quoted = /^#["“„](.+)["”“]$/s.exec(text.slice(token.start, token.end))?.[1]
  if (quoted !== undefined) return { taken: 1, meaning: named(quoted, lists) }
  const found = lists.flatMap(({ id, name }) => {
    const taken = fits(words(name), tokens, i)
    return taken === 0 ? [] : [{ taken, id }]
  })
  const longest = found.sort((a, b) => b.taken - a.taken)[0]
  if (longest) return { taken: longest.taken, meaning: { kind: 'list', list_id: longest.id } }
  const first = token.folded.slice(1)
  const beginning = lists.filter(({ name }) => words(name)[0]?.replace(/[,.;:!?।]+$/, '') === first)
  const only = beginning.length === 1 ? beginning[0] : undefined
  if (only) return { taken: 1, meaning: { kind: 'list', list_id: only.id } }
  // Numbers such as `#12` mean something else nearly always.
  return /^\d+$/.test(first) ? undefined : { taken: 1, meaning: { kind: 'new_list', name: text.slice(token.start + 1, token.end) } }
}

function named(name: string, lists: readonly KnownList[]): Meaning {
  const same = lists.find((list) => fold(list.name.trim()) === fold(name.trim()))
  return same ? { kind: 'list', list_id: same.id } : { kind: 'new_list', name: name.trim() }
}

const words = (name: string): string[] => name.trim().split(/\s+/).map(fold)

/** How many tokens the name takes from here; punctuation within it is a token of its own. */
function fits(name: string[], tokens: readonly Token[], i: number): number {
  const wanted = `#${name.join(' ')}`
  let said = ''
  for (let taken = 1; said.length < wanted.length; taken++) {
    const token = tokens[i + taken - 1]
    if (!token) return 0
    const apart = taken > 1 && token.start !== tokens[i + taken - 2]?.end
    said += (apart ? ' ' : '') + token.folded
    if (said === wanted) return taken
  }
  return 0
}
