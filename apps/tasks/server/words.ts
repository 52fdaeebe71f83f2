const max_word_length = 64
/** Words of one search; more are left out. */
const max_words = 20

/** The words of a text in one spelling, in any script; joiners are no part of a word, marks are. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u200c\u200d]/g, '')
  return [...new Set(plain.match(/[\p{L}\p{N}\p{Mn}\p{Mc}\p{Co}]+/gu)?.map((word) => [...word].slice(0, max_word_length).join('')))]
}

/** A word that only one person's todos have: other people's cost a search nothing. */
const owner = (user_id: string) => `owner${user_id.replaceAll('-', '')}`

/** What the index keeps of a todo: words in a row on SQLite, a tsvector's text on PostgreSQL. */
export function indexText(dialect: 'sqlite' | 'postgres', user_id: string, title: string, description: string): string {
  const words = [owner(user_id), ...wordsOf(`${title} ${description}`)]
  return dialect === 'sqlite' ? words.join(' ') : words.map(quoted).join(' ')
}

/** A search for all words, the last also as a beginning; undefined when there are none. */
export function searchText(dialect: 'sqlite' | 'postgres', user_id: string, q: string): string | undefined {
  const words = wordsOf(q).slice(0, max_words)
  if (words.length === 0) return undefined
  const all = [owner(user_id), ...words]
  if (dialect === 'postgres') return `${all.map(quoted).join(' & ')}:*`
  return `${all.map((word) => `"${word}"`).join(' AND ')} *`
}

const quoted = (word: string) => `'${word}'`

const max_key_length = 100
/** What titles are sorted by: without regard to case, and as short as an index likes it. */
export const titleKey = (title: string) => title.normalize('NFKC').toLowerCase().slice(0, max_key_length).toWellFormed()
