import { expect, test } from 'bun:test'
import { KeptAnswers } from '#server/cache/kept-answers.ts'

const answer = (chars: number, made_at = 0) => ({ text: 'x'.repeat(chars), etag: 'W/"x"', made_at })
const hour = 3_600_000

test('an answer is given again at its own stamp and age, and at no other', () => {
  const kept = new KeptAnswers()
  kept.set('asha', 7, '/a', answer(10, 1000))
  expect(kept.get('asha', 7, '/a', 1500, 1000)).toBeDefined()
  expect(kept.get('asha', 7, '/a', 2000, 1000)).toBeUndefined()
  expect(kept.get('asha', 8, '/a', 1500, 1000)).toBeUndefined()
  expect(kept.get('asha', 6, '/a', 1500, 1000)).toBeUndefined()
  expect(kept.get('asha', 7, '/b', 1500, 1000)).toBeUndefined()
  expect(kept.get('ravi', 7, '/a', 1500, 1000)).toBeUndefined()
})

test('a newer stamp drops what was there; a slow reader of an older one changes nothing', () => {
  const kept = new KeptAnswers()
  kept.set('asha', 7, '/a', answer(10))
  kept.set('asha', 8, '/b', answer(10))
  kept.set('asha', 7, '/c', answer(10))
  expect([kept.get('asha', 8, '/b', 0, hour), kept.get('asha', 8, '/a', 0, hour), kept.get('asha', 8, '/c', 0, hour)].map(Boolean)).toEqual([
    true,
    false,
    false,
  ])
})

test('one who asks or writes a lot evicts nobody else, and never has more than a share', () => {
  const kept = new KeptAnswers(200_000, 20_000)
  kept.set('quiet', 1, '/a', answer(1000))
  for (let n = 0; n < 5000; n++) {
    kept.set('loud', n >> 3, `/${n}`, answer(3000))
    if (n % 1000 === 0) expect(kept.get('quiet', 1, '/a', 0, hour)).toBeDefined()
  }
  expect(kept.get('quiet', 1, '/a', 0, hour)).toBeDefined()
  const still = Array.from({ length: 5000 }, (_, n) => kept.get('loud', 4999 >> 3, `/${n}`, 0, hour)).filter(Boolean).length
  expect(still).toBeLessThanOrEqual(6)
})

test('those go first who have not asked for longest; what is larger than a share is not kept; nothing at all when it may keep nothing', () => {
  const kept = new KeptAnswers(100_000, 20_000)
  for (let n = 0; n < 200; n++) {
    kept.set(`person${n}`, 1, '/a', answer(1000))
    expect(kept.get('person0', 1, '/a', 0, hour)).toBeDefined()
  }
  const there = Array.from({ length: 200 }, (_, n) => kept.get(`person${n}`, 1, '/a', 0, hour)).filter(Boolean).length
  expect(there).toBeLessThanOrEqual(100)
  kept.set('asha', 1, '/big', answer(20_001))
  expect(kept.get('asha', 1, '/big', 0, hour)).toBeUndefined()
  const none = new KeptAnswers(0)
  none.set('asha', 1, '/a', answer(1))
  expect(none.get('asha', 1, '/a', 0, hour)).toBeUndefined()
})
