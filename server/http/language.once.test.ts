import { expect, test } from 'bun:test'
import { languageAsked } from './language.ts'

const asked = (headers: Record<string, string>) =>
  languageAsked({ raw: new Request('https://banyan.test/x', { headers }), origin: 'https://banyan.test', host: 'internal.test', secure: true })

for (const [language, headers] of [
  ['en', {}],
  // The page that it was sent from, by the configured name or the one that was called.
  ['hi', { referer: 'https://banyan.test/hi/reset?x=1' }],
  ['hi', { referer: 'https://internal.test/hi' }],
  ['hi', { referer: 'https://banyan.test/hi/reset', 'accept-language': 'en' }],
  // A page without a prefix leaves it to the browser.
  ['hi', { referer: 'https://banyan.test/reset', 'accept-language': 'hi' }],
  ['en', { referer: 'https://banyan.test/history', 'accept-language': 'en' }],
  // Other sites say nothing.
  ['en', { referer: 'https://evil.example/hi/reset' }],
  ['en', { referer: 'http://banyan.test/hi/reset' }],
  ['en', { referer: 'https://banyan.test.evil.example/hi/' }],
  ['en', { referer: 'https://evil.example/?https://banyan.test/hi/' }],
  ['en', { referer: 'https://banyan.test@evil.example/hi/' }],
  ['en', { referer: '/hi/reset' }],
  ['en', { referer: 'not an address' }],
  ['en', { referer: 'https://banyan.test/hindi' }],
  // What the browser prefers.
  ['hi', { 'accept-language': 'hi' }],
  ['hi', { 'accept-language': 'hi-IN,hi;q=0.9,en-US;q=0.8,en;q=0.7' }],
  ['hi', { 'accept-language': 'ta-IN, ta;q=0.9, hi;q=0.5' }],
  ['hi', { 'accept-language': 'en;q=0.3, hi;q=0.8' }],
  ['en', { 'accept-language': 'en-IN, hi;q=0.9' }],
  ['en', { 'accept-language': 'hi;q=0' }],
  ['en', { 'accept-language': 'hi;q=x' }],
  ['en', { 'accept-language': 'hil, fil' }],
  ['en', { 'accept-language': `${'x,'.repeat(5000)}hi` }],
] as [string, Record<string, string>][])
  test(`${JSON.stringify(headers).slice(0, 90)} asks for ${language}`, () => expect(asked(headers)).toBe(language as 'en' | 'hi'))
