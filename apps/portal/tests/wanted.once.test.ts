import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { Wanted } from '../server/search/wanted.ts'
import { foldWord, placesOf } from '../server/search/words.ts'

const wordByWord = (text: string, wanted: Wanted) =>
  [...placesOf(text)].filter(({ word }) => wanted.has(word)).map(({ start, end }) => [text.slice(start, end), start] as const)
const found = (text: string, wanted: Wanted) => [...wanted.in(text)].map(({ start, end }) => [text.slice(start, end), start] as const)

const letters = [...'aAbBiı İsSΣσςéé', 'ß', 'क', 'क़', 'क़', 'ि', 'ா', '\u200d', '\u0338', '½', 'ﬁ', '𝕒', '𑀓', '🚂', ' ', "'", '-', '=', '…', '’']
const text = fc.array(fc.constantFrom(...letters), { maxLength: 40 }).map((all) => all.join(''))
const word = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 })
  .map((all) => foldWord(all.join('').replace(/[^\p{L}\p{N}\p{M}]/gu, '')) || 'a')

test('words are found where looking at every word finds them, in any script', () => {
  fc.assert(
    fc.property(text, fc.array(word, { maxLength: 3 }), fc.option(word, { nil: undefined }), (whole, last, typed) => {
      const wanted = new Wanted({ words: [], last, typed, scopes: [] })
      expect(found(whole, wanted)).toEqual(wordByWord(whole, wanted))
    }),
    { numRuns: 3000 },
  )
})

test('a word too long to be indexed whole is found by what is indexed of it', () => {
  const long = 'm'.repeat(80)
  const wanted = new Wanted({ words: [], last: [foldWord(long)], typed: undefined, scopes: [] })
  expect(found(`a ${long} b`, wanted)).toEqual([[long, 2]])
  expect(found(`é ${long} b`, wanted)).toEqual([[long, 2]])
})
