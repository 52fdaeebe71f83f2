const max_word_length = 64
/** Words of one search; more are left out. */
export const max_words = 20

/** The words of a text in one spelling, in any script; joiners are no part of a word, marks are. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u200c\u200d]/g, '')
  return [...new Set(plain.match(/[\p{L}\p{N}\p{Mn}\p{Mc}\p{Co}]+/gu)?.map((word) => [...word].slice(0, max_word_length).join('')))]
}

/** Everybody has words of their own, which begin with the random end of their id: other people's todos cost a search nothing. */
const owned = (user_id: string, words: string[]) => words.map((word) => user_id.slice(-12) + word)

/** What the index keeps of a todo: words in a row on SQLite, a tsvector's text on PostgreSQL. */
export function indexText(dialect: 'sqlite' | 'postgres', user_id: string, title: string, description: string): string {
  const words = owned(user_id, wordsOf(`${title} ${description}`))
  return dialect === 'sqlite' ? words.join(' ') : words.map(quoted).join(' ')
}

/** A search for all words, and for one of those that begin like the last. */
export function searchText(dialect: 'sqlite' | 'postgres', user_id: string, words: string[], beginnings: string[]): string {
  const [quote, and, or] = dialect === 'postgres' ? [quoted, ' & ', ' | '] : [(word: string) => `"${word}"`, ' AND ', ' OR ']
  return [...owned(user_id, words).map(quote), `(${owned(user_id, beginnings).map(quote).join(or)})`].join(and)
}

const quoted = (word: string) => `'${word}'`

const max_key_length = 100
/** What titles are sorted by: without regard to case, and as short as an index likes it. */
export const titleKey = (title: string) => title.normalize('NFKC').toLowerCase().slice(0, max_key_length).toWellFormed()
