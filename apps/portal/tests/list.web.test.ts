import { describe, expect, test } from 'bun:test'
import type { StateSummary } from '../contract/states.ts'
import facts from '../server/facts/states.json' with { type: 'json' }
import { filtered, matches, sorted } from '../web/filter.ts'
import { similarTo } from '../web/similar.ts'
import { parseView } from '../web/view.ts'

const states = facts.map((row) => ({ ...row, capital_hi: row.name_hi, lead: { en: '', hi: '' } })) as StateSummary[]
const view = (search: string) => parseView(new URLSearchParams(search))
const slugs = (found: readonly StateSummary[]) => found.map((state) => state.slug)
const searched = (q: string) => slugs(states.filter((state) => matches(state, q)))

describe('search', () => {
  test('finds by English, Hindi and own-script name, capital and code', () => {
    for (const q of ['kerala', 'KERALA', 'केरल', 'കേരളം', 'thiruvananth', 'kl', 'IN-KL']) expect(searched(q)).toEqual(['kerala'])
  })

  test('does not need the nukta or the accents, but the vowel signs', () => {
    expect(searched('छत्तीसगढ')).toEqual(['chhattisgarh'])
    expect(searched('Kérala')).toEqual(['kerala'])
    expect(searched('करल')).toEqual([])
  })

  test('wants every word, in any order', () => {
    expect(searched('bengal west')).toEqual(['west-bengal'])
    expect(searched('west kerala')).toEqual([])
  })

  test('takes a code only as the whole query', () => {
    expect(searched('kl')).toEqual(['kerala'])
    expect(searched('kl kerala')).toEqual([])
  })
})

describe('filters and order', () => {
  test('28 states and 8 union territories', () => {
    expect(filtered(states, view('?kind=state'))).toHaveLength(28)
    expect(filtered(states, view('?kind=union-territory'))).toHaveLength(8)
  })

  test('filters narrow one another', () => {
    expect(slugs(filtered(states, view('?zone=islands&q=lak')))).toEqual(['lakshadweep'])
  })

  test('a figure sorts both ways, the name within equals', () => {
    const down = slugs(sorted(states, { key: 'population', descending: true }, 'en'))
    expect(down.slice(0, 2)).toEqual(['uttar-pradesh', 'maharashtra'])
    expect(slugs(sorted(states, { key: 'population', descending: false }, 'en'))[0]).toBe('lakshadweep')
    const ratio = sorted(states, { key: 'sex_ratio', descending: true }, 'en')
    const equals = slugs(ratio.filter((state) => state.sex_ratio_2011 === 973))
    expect(equals).toEqual([...equals].sort())
  })

  test('Hindi names follow the Hindi alphabet', () => {
    expect(sorted(states, { key: 'name', descending: false }, 'hi')[0]?.name_hi).toBe('अंडमान और निकोबार द्वीपसमूह')
  })
})

describe('suggestions for an unknown address', () => {
  test('come from near spellings, beginnings and codes', () => {
    expect(slugs(similarTo('keralla', states))[0]).toBe('kerala')
    expect(slugs(similarTo('tamilnadu', states))[0]).toBe('tamil-nadu')
    expect(slugs(similarTo('andaman', states))[0]).toBe('andaman-and-nicobar-islands')
    expect(slugs(similarTo('orissa', states))).toContain('odisha')
  })

  test('are none for nonsense', () => {
    expect(similarTo('xqzzyw', states)).toEqual([])
    expect(similarTo('', states)).toEqual([])
  })
})
