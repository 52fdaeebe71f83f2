import { expect, test } from 'bun:test'
import { partsOf } from '../web/people/linked-text.tsx'
import { profileLd } from '../web/people/profile-ld.ts'

test('web addresses become links, nothing else does, and no sentence ends inside one', () => {
  const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])
  expect(links('See https://example.org/a?b=c#d. Or (http://example.com)!')).toEqual(['https://example.org/a?b=c#d', 'http://example.com/'])
  expect(links('देखें https://example.org/पथ।')).toEqual(['https://example.org/%E0%A4%AA%E0%A4%A5'])
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'http://',
    'http://localhost',
    'ftp://example.org',
    '<a href="https:x">',
    'https:/example.org',
  ])
    expect(links(text)).toEqual([])
  for (const text of ['plain', 'a https://x.org b', 'https://x.org', ' https://x.org/"onclick=', ''])
    expect(
      partsOf(text)
        .map(({ part }) => part)
        .join(''),
    ).toBe(text)
})

test('for search engines: whose page it is, with what its owner shows', () => {
  const shown = { username: 'asha', name: '', bio: '', avatar: null }
  expect(profileLd(shown, 'https://x.org', 'https://x.org/people/asha').mainEntity).toEqual({
    '@type': 'Person',
    name: 'asha',
    alternateName: 'asha',
    identifier: 'asha',
  })
  expect(
    profileLd({ ...shown, name: 'Asha Rao', bio: 'Walks.', avatar: '/media/avatars/1.webp' }, 'https://x.org', 'https://x.org/people/asha').mainEntity,
  ).toMatchObject({
    name: 'Asha Rao',
    description: 'Walks.',
    image: 'https://x.org/media/avatars/1.webp',
  })
})
