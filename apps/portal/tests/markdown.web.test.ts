import { describe, expect, test } from 'bun:test'
import {
  besideLine,
  code,
  difference,
  type Edit,
  footnote,
  heading,
  insertBlock,
  link,
  list,
  newLine,
  pasteLink,
  quote,
  table,
  wrap,
} from '../web/write/markdown.ts'

/** `[` and `]` stand for the ends of the selection, `|` for both. */
function edit(marked: string): Edit {
  const one = marked.indexOf('|')
  if (one !== -1) return { text: marked.replace('|', ''), start: one, end: one }
  const start = marked.indexOf('⟦')
  return { text: marked.replace(/[⟦⟧]/g, ''), start, end: marked.indexOf('⟧') - 1 }
}
const shown = ({ text, start, end }: Edit) =>
  start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`

describe('the toolbar', () => {
  const bold = (marked: string) => shown(wrap(edit(marked), '**', 'words'))
  test('bold goes around words, and away again', () => {
    expect(bold('a ⟦b⟧ c')).toBe('a **⟦b⟧** c')
    expect(bold('a **⟦b⟧** c')).toBe('a ⟦b⟧ c')
    expect(bold('a |')).toBe('a **⟦words⟧**')
  })
  test('italic inside bold is added, not taken from it', () => expect(shown(wrap(edit('**⟦b⟧**'), '*', 'words'))).toBe('***⟦b⟧***'))
  test('headings come, change level and go', () => {
    expect(shown(heading(edit('one\ntw|o'), 2))).toBe('one\n## tw|o')
    expect(shown(heading(edit('## tw|o'), 3))).toBe('### tw|o')
    expect(shown(heading(edit('### tw|o'), 3))).toBe('tw|o')
  })
  test('lists number their lines, and are no lists again', () => {
    expect(list(edit('⟦a\nb⟧'), true).text).toBe('1. a\n2. b')
    expect(list(edit('⟦1. a\n2. b⟧'), false).text).toBe('- a\n- b')
    expect(list(edit('⟦- a\n- b⟧'), false).text).toBe('a\nb')
  })
  test('a line that ends the selection is not touched', () => expect(quote(edit('⟦a\n⟧b')).text).toBe('> a\nb'))
  test('code is a span in a line and a block over lines', () => {
    expect(shown(code(edit('a ⟦b⟧'), 'words'))).toBe('a `⟦b⟧`')
    expect(code(edit('⟦a\nb⟧'), 'words').text).toBe('```\na\nb\n```\n')
  })
  test('a link asks for what is missing: the address, or the words', () => {
    expect(shown(link(edit('see ⟦this⟧'), 'words'))).toBe('see [this](⟦https://⟧)')
    expect(shown(link(edit('⟦https://example.in/x⟧'), 'words'))).toBe('[⟦words⟧](https://example.in/x)')
  })
  test('a table stands between empty lines', () => expect(table(edit('a|b'), ['A', 'B']).text).toBe('a\n\n| A | B |\n| --- | --- |\n|  |  |\n\nb'))
  test('footnotes count on', () => expect(shown(footnote(edit('a[^1] b|\n\n[^1]: x')))).toBe('a[^1] b[^2]\n\n[^1]: x\n[^2]: |'))
  test.each([
    ['**⟦ripe⟧**', '**ripe**\n\n![](x)|\n'],
    ['a wo|rd\nnext', 'a word\n\n![](x)|\n\nnext'],
    ['one\n|two', 'one\n\n![](x)|\n\ntwo'],
    ['⟦one⟧\ntwo', 'one\n\n![](x)|\n\ntwo'],
    ['|one', '![](x)|\n\none'],
    ['|\none', '![](x)|\n\none'],
  ])('a picture tears no line: %j', (before, after) => expect(shown(insertBlock(besideLine(edit(before)), '![](x)'))).toBe(after))
  test('a block at the very beginning needs no empty line above', () => expect(shown(insertBlock(edit('|'), '![](x)'))).toBe('![](x)|\n'))
})

describe('Enter', () => {
  const enter = (marked: string) => {
    const next = newLine(edit(marked))
    return next && shown(next)
  }
  test('goes on with lists, numbers, tasks and quotations', () => {
    expect(enter('- a|')).toBe('- a\n- |')
    expect(enter('  9. a|')).toBe('  9. a\n  10. |')
    expect(enter('- [x] a|')).toBe('- [x] a\n- [ ] |')
    expect(enter('> a|')).toBe('> a\n> |')
  })
  test('ends a list in an empty item', () => expect(enter('- a\n- |')).toBe('- a\n|'))
  test('is just Enter elsewhere', () => {
    expect(enter('plain|')).toBeUndefined()
    expect(enter('⟦- a⟧')).toBeUndefined()
  })
})

test('an address pasted over words makes a link of them, and over an address does not', () => {
  const pasted = pasteLink(edit('see ⟦this⟧ now'), 'https://example.in/')
  expect(pasted && shown(pasted)).toBe('see [this](https://example.in/)| now')
  expect(pasteLink(edit('⟦https://a.in⟧'), 'https://example.in/')).toBeUndefined()
  expect(pasteLink(edit('⟦this⟧'), 'javascript:alert(1)')).toBeUndefined()
})

test('only the part that differs is replaced, whatever the texts', () => {
  for (const [before, after] of [
    ['', 'a'],
    ['aaa', 'aa'],
    ['a b c', 'a **b** c'],
    ['नमस्ते', 'नमस्कार'],
    ['same', 'same'],
  ] as const) {
    const { from, to, insert } = difference(before, after)
    expect(before.slice(0, from) + insert + before.slice(to)).toBe(after)
  }
})
