import { expect, test } from 'bun:test'
import { typedMention, withMention } from '../web/talk/mentions.ts'

const at = (text: string) => typedMention(text.replace('|', ''), text.indexOf('|'))

test('a name is being typed from an @ on, up to the caret, but not in a mail address or an address of the web', () => {
  expect(at('@|')).toEqual({ at: 0, q: '' })
  expect(at('Hello @as|ha')).toEqual({ at: 6, q: 'as' })
  expect(at('(@ravi.k|)')).toEqual({ at: 1, q: 'ravi.k' })
  expect(at('नमस्ते @आशा|')).toEqual({ at: 7, q: 'आशा' })
  for (const text of ['a@b|', 'asha@example|', 'https://x.example/@a|', '@asha |', '@as ha|', '|@asha', '@@a|b', `@${'a'.repeat(31)}|`])
    expect([text, at(text)]).toEqual([text, undefined])
})

test('the name that is taken stands whole, with one blank behind it, and what follows is kept', () => {
  const take = (text: string, username: string) => {
    const caret = text.indexOf('|')
    const whole = text.replace('|', '')
    const next = withMention(whole, caret, typedMention(whole, caret) ?? { at: 0, q: '' }, username)
    return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`
  }
  expect(take('@as|', 'asha')).toBe('@asha |')
  expect(take('Hello @as| there', 'asha')).toBe('Hello @asha | there'.replace(' | ', ' |'))
  expect(take('@a|, yes', 'asha')).toBe('@asha |, yes')
})
