import { diffLines } from 'diff'
import type { Doc } from './document.ts'

/**
 * Both texts in one: what they share once, and where they differ first what the other saved, then what was written here. Of title, category and
 * the rest, which can be only one, those written here stay; a title that is lost by that is put on top of the text.
 */
export function bothOf(mine: Doc, theirs: Doc): Doc {
  const content = diffLines(theirs.content, mine.content)
    .map(({ value }) => (value.endsWith('\n') ? value : `${value}\n`))
    .join('')
    .replace(/\n$/, '')
  const other_title = theirs.postname.trim()
  const lost = other_title !== '' && other_title !== mine.postname.trim() && mine.postname.trim() !== ''
  return {
    ...mine,
    postname: mine.postname.trim() === '' ? theirs.postname : mine.postname,
    content: lost ? `${other_title}\n\n${content}` : content,
    category: mine.category || theirs.category,
    state: mine.state ?? theirs.state,
    cover: mine.cover ?? theirs.cover,
  }
}
