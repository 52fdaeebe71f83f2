import type { KeyList, RouteContext } from '#web/app.ts'
import { readBook, translate } from '#web/i18n.ts'
import type { en } from './page-words/en.ts'
import { book } from './page-words.ts'

type What = keyof Omit<(typeof en)['keys'], 'title'>

const rows: [keys: string[], what: What][] = [
  [['j', 'k', '↓', '↑'], 'move'],
  [['n'], 'new'],
  [['f'], 'search'],
  [['e', 'Enter'], 'edit'],
  [['d'], 'done'],
  [['s'], 'status'],
  [['1 – 4', '0'], 'priority'],
  [['t'], 'today'],
  [['o'], 'tomorrow'],
  [['w'], 'week'],
  [['r'], 'no_date'],
  [['x', 'X'], 'select'],
  [['Ctrl A', 'Esc'], 'all'],
  [['Alt ↑', 'Alt ↓'], 'order'],
  [['Del', '#'], 'remove'],
  [['z'], 'undo'],
]

/** The keys of `use-keys.ts`, in words. */
export async function keyList({ language, words }: Pick<RouteContext, 'language' | 'words'>): Promise<KeyList> {
  await readBook(words, language, book)
  const t = (key: string) => translate(words[book.name] ?? {}, language, key)
  return { title: t('keys.title'), rows: rows.map(([keys, what]) => [keys, t(`keys.${what}`)]) }
}
