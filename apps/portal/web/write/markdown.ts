/** A text and what is selected in it. */
export interface Edit {
  text: string
  start: number
  end: number
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

/** Puts signs around what is selected, or takes them away where they stand already. */
export function wrap({ text, start, end }: Edit, sign: string, placeholder: string): Edit {
  const before = text.slice(start - sign.length, start)
  const after = text.slice(end, end + sign.length)
  // `**` around a word is no `*` around `*word*`.
  const longer = text.slice(start - sign.length - 1, start) === sign[0]?.repeat(sign.length + 1) && sign.length === 1
  if (before === sign && after === sign && !longer)
    return {
      text: text.slice(0, start - sign.length) + text.slice(start, end) + text.slice(end + sign.length),
      start: start - sign.length,
      end: end - sign.length,
    }
  const inner = text.slice(start, end) || placeholder
  return { text: text.slice(0, start) + sign + inner + sign + text.slice(end), start: start + sign.length, end: start + sign.length + inner.length }
}

/** Changes each line that is touched by the selection. */
function onLines({ text, start, end }: Edit, change: (line: string, i: number) => string): Edit {
  const from = lineStart(text, start)
  const to = lineEnd(text, end > start && text[end - 1] === '\n' ? end - 1 : end)
  const lines = text.slice(from, to).split('\n').map(change).join('\n')
  const one_line = !text.slice(from, to).includes('\n')
  const moved = lines.length - (to - from)
  return {
    text: text.slice(0, from) + lines + text.slice(to),
    start: one_line ? Math.max(from, start + moved) : from,
    end: one_line ? Math.max(from, end + moved) : from + lines.length,
  }
}

const allMatch = ({ text, start, end }: Edit, pattern: RegExp) =>
  text
    .slice(lineStart(text, start), lineEnd(text, end))
    .split('\n')
    .every((line) => pattern.test(line))

/** Makes lines headings of a level, or plain ones where they are so already. */
export function heading(edit: Edit, level: number): Edit {
  const sign = `${'#'.repeat(level)} `
  const is = allMatch(edit, new RegExp(`^#{${level}} `))
  return onLines(edit, (line) => (is ? '' : sign) + line.replace(/^#{1,6} /, ''))
}

export function quote(edit: Edit): Edit {
  const is = allMatch(edit, /^> ?/)
  return onLines(edit, (line) => (is ? line.replace(/^> ?/, '') : `> ${line}`))
}

const item = /^(\s*)(?:[-*+] |\d{1,9}[.)] )/
export function list(edit: Edit, ordered: boolean): Edit {
  const is = allMatch(edit, ordered ? /^\s*\d{1,9}[.)] / : /^\s*[-*+] /)
  return onLines(edit, (line, i) => {
    const plain = line.replace(item, '$1')
    return is ? plain : plain.replace(/^(\s*)/, `$1${ordered ? `${i + 1}. ` : '- '}`)
  })
}

/** Within a line as code, over several lines as a block. */
export function code(edit: Edit, placeholder: string): Edit {
  const { text, start, end } = edit
  const inner = text.slice(start, end)
  if (!inner.includes('\n')) return wrap(edit, '`', placeholder)
  return insertBlock(edit, `\`\`\`\n${inner.replace(/\n$/, '')}\n\`\`\``, 4, inner.length)
}

/** A link around what is selected; an address that is selected becomes the target. The part that is missing is selected. */
export function link({ text, start, end }: Edit, placeholder: string): Edit {
  const inner = text.slice(start, end)
  if (/^https?:\/\/\S+$/i.test(inner))
    return { text: `${text.slice(0, start)}[${placeholder}](${inner})${text.slice(end)}`, start: start + 1, end: start + 1 + placeholder.length }
  const label = inner || placeholder
  const at = start + label.length + 3
  return { text: `${text.slice(0, start)}[${label}](https://)${text.slice(end)}`, start: at, end: at + 8 }
}

/** Where a block goes that takes the place of nothing: after the line that one is in, so that no word and no mark around one is torn; at its start before it. */
export function besideLine({ text, end }: Edit): Edit {
  const at = end === 0 || text[end - 1] === '\n' ? end : lineEnd(text, end)
  return { text, start: at, end: at }
}

/** Puts a block between empty lines, in place of what is selected; `from` and `length` say what of it is selected then. */
export function insertBlock({ text, start, end }: Edit, block: string, from = block.length, length = 0): Edit {
  const before = text.slice(0, start).replace(/[ \t]+$/, '')
  const after = text.slice(end).replace(/^[ \t]+/, '')
  const lead = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  const tail = after === '' ? '\n' : after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n'
  const at = before.length + lead.length + from
  return { text: before + lead + block + tail + after, start: at, end: at + length }
}

export const table = (edit: Edit, [first, second]: [string, string]): Edit =>
  insertBlock(edit, `| ${first} | ${second} |\n| --- | --- |\n|  |  |`, 2, first.length)

/** The next number that is free, its mark here and its text at the end, where one goes on writing. */
export function footnote({ text, end }: Edit): Edit {
  const taken = [...text.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number))
  const number = Math.max(0, ...taken) + 1
  const marked = `${text.slice(0, end)}[^${number}]${text.slice(end)}`.trimEnd()
  const whole = `${marked}\n${/\n\[\^\d+\]:[^\n]*$/.test(marked) ? '' : '\n'}[^${number}]: `
  return { text: whole, start: whole.length, end: whole.length }
}

/** Enter inside a list or quotation goes on with it; in an empty item it ends it. Undefined where Enter is just Enter. */
export function newLine({ text, start, end }: Edit): Edit | undefined {
  if (start !== end) return undefined
  const from = lineStart(text, start)
  const line = text.slice(from, start)
  const [sign, spaces = '', mark = '', task = ''] = /^(\s*)([-*+] |\d{1,9}[.)] |> ?)(\[[ xX]\] )?/.exec(line) ?? []
  if (sign === undefined) return undefined
  if (line === sign && lineEnd(text, start) === start) return { text: text.slice(0, from) + text.slice(start), start: from, end: from }
  const number = /^(\d+)([.)] )$/.exec(mark)
  const next = `\n${spaces}${number ? `${Number(number[1]) + 1}${number[2]}` : mark}${task && '[ ] '}`
  return { text: text.slice(0, start) + next + text.slice(end), start: start + next.length, end: start + next.length }
}

/** An address that is pasted over selected words makes them a link. */
export function pasteLink({ text, start, end }: Edit, pasted: string): Edit | undefined {
  const inner = text.slice(start, end)
  if (start === end || inner.includes('\n') || !/^https?:\/\/\S+$/i.test(pasted) || /^https?:/i.test(inner)) return undefined
  const made = `[${inner}](${pasted})`
  return { text: text.slice(0, start) + made + text.slice(end), start: start + made.length, end: start + made.length }
}

/** The least part of a text that has to be replaced to make it another, so that the browser's own undo stays small and right. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0
  const most = Math.min(before.length, after.length)
  while (from < most && before[from] === after[from]) from++
  let tail = 0
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) }
}
