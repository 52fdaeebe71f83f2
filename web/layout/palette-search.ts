import type { Command } from '../app.ts'

/** Latin letters without accents and case; other scripts keep their signs, which carry the vowels. */
export const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLocaleLowerCase('en')
    .trim()

function rank(text: string, query: string): number {
  if (text === query) return 0
  if (text.startsWith(query)) return 1
  if (text.split(/[\s(&-]+/).some((word) => word.startsWith(query))) return 2
  return text.includes(query) ? 3 : 9
}

/** The entries that fit, best first; names count before other names and hints. */
export function search(commands: readonly Command[], query: string, most = 40): Command[] {
  const wanted = plain(query)
  if (!wanted) return commands.slice(0, most)
  const ranked = commands.map((command) => {
    const others = [...(command.also ?? []), command.hint ?? ''].map((text) => rank(plain(text), wanted) + 0.5)
    return { command, rank: Math.min(rank(plain(command.label), wanted), ...others) }
  })
  return ranked
    .filter((one) => one.rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((one) => one.command)
}
