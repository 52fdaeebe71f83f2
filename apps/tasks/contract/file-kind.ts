export type FileKind = 'todoist' | 'csv' | 'json'

/** In so many characters a file has said what it is. */
const head_length = 64 * 1024

/** Which of the three a text is, by what it begins with; undefined for another kind. */
export function kindOf(text: string): FileKind | undefined {
  const start = text
    .slice(0, head_length)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start.startsWith('{')) return 'json'
  const head = (start.split(/\r?\n/, 1)[0] ?? '').split(',').map((name) => name.replaceAll('"', '').trim())
  if (head.some((name) => name.toUpperCase() === 'CONTENT') && head.some((name) => name.toUpperCase() === 'TYPE')) return 'todoist'
  return head.some((name) => name.replace(/^'/, '') === 'title') ? 'csv' : undefined
}
