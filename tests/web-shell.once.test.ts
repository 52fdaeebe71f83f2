import { describe, expect, test } from 'bun:test'
import { addressIn, headTags } from '#web/head.tsx'
import { longestPrefix } from '#web/layout/entries.ts'
import { search } from '#web/layout/palette-search.ts'

describe('palette search', () => {
  const commands = [
    { id: 'kl', label: 'Kerala', hint: 'Thiruvananthapuram', to: '/states/kerala', also: ['केरल', 'കേരളം', 'IN-KL'] },
    { id: 'tn', label: 'Tamil Nadu', hint: 'Chennai', to: '/states/tamil-nadu', also: ['तमिलनाडु', 'தமிழ்நாடு'] },
    { id: 'an', label: 'Andaman and Nicobar Islands', to: '/states/andaman-and-nicobar-islands', also: [] },
  ]
  const found = (query: string) => search(commands, query).map((one) => one.id)
  test('finds by name, part of a name, capital, code and any script', () => {
    expect(found('ker')).toEqual(['kl'])
    expect(found('nadu')).toEqual(['tn'])
    expect(found('CHENN')).toEqual(['tn'])
    expect(found('in-kl')).toEqual(['kl'])
    expect(found('केर')).toEqual(['kl'])
    expect(found('தமிழ்')).toEqual(['tn'])
    expect(found('Kérala')).toEqual(['kl'])
  })
  test('shows all for nothing, none for nonsense', () => {
    expect(found('')).toEqual(['kl', 'tn', 'an'])
    expect(found('zzz')).toEqual([])
  })
  test('puts the beginning of a word before its middle', () => expect(found('an')[0]).toBe('an'))
})

describe('the marked entry of the rail', () => {
  const places = ['/', '/tasks', '/login']
  test('is the longest that fits, and the start page for all else', () => {
    expect(longestPrefix(places, '/tasks/7')).toBe('/tasks')
    expect(longestPrefix(places, '/tasksx')).toBe('/')
    expect(longestPrefix(places, '/login')).toBe('/login')
  })
})

describe('head', () => {
  test('English has no prefix', () => {
    expect([addressIn('en', '/'), addressIn('hi', '/'), addressIn('hi', '/states/goa')]).toEqual(['/', '/hi', '/hi/states/goa'])
  })
  test('nothing in it can break out', () => {
    const tags = headTags({ title: '</title><script>"', json_ld: { name: '</script>' }, canonical: '/a"b' }, { language: 'en', origin: 'https://x.org' }, 'S')
    expect(tags).not.toContain('</title><script>')
    expect(tags).not.toContain('</script>"')
    expect(tags).not.toContain('a"b')
  })
})
