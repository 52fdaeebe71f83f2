/** The name that is being typed after an @, up to the caret. */
export interface Typed {
  /** Where the @ stands. */
  at: number
  q: string
}

/** Letters, digits and `. _ -`, as usernames have them; an @ within a word, as in a mail address, names nobody. */
const typed = /(?:^|[^\p{L}\p{N}\p{M}_.@/-])@([\p{L}\p{N}\p{M}_.-]{0,30})$/u

export function typedMention(text: string, caret: number): Typed | undefined {
  const q = typed.exec(text.slice(0, caret))?.[1]
  return q === undefined ? undefined : { at: caret - q.length - 1, q }
}

/** The text with the name in place of what was typed of it, and where the caret goes. */
export function withMention(text: string, caret: number, { at }: Typed, username: string): { text: string; caret: number } {
  const rest = text.slice(caret)
  const name = `@${username}${/^\s/.test(rest) ? '' : ' '}`
  return { text: text.slice(0, at) + name + rest, caret: at + name.length + (/^\s/.test(rest) ? 1 : 0) }
}
