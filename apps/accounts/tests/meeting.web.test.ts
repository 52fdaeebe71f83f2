import { expect, test } from 'bun:test'
import { type Base, changesBetween, meet } from '../web/profile/meeting.ts'

const base = (version: number, more: Partial<Base> = {}): Base => ({ first_name: '', last_name: '', bio: '', phone: '', address: '', version, ...more })
const typed = (more: Partial<Base>) => {
  const { version: _, ...values } = base(1, more)
  return values
}

test('a field that only the server changed follows, one that is typed in stays, one that both changed is named', () => {
  const before = base(1, { bio: 'Old' })
  const now = base(2, { bio: 'Theirs', last_name: 'Rao' })
  expect(meet(before, now, typed({ first_name: 'Asha', bio: 'Old' }), {})).toEqual({ follow: ['last_name', 'bio'], clash: [] })
  expect(meet(before, now, typed({ first_name: 'Asha', bio: 'Mine' }), {})).toEqual({ follow: ['last_name'], clash: ['bio'] })
})

test('both changed it to the same: nothing is left to save or to say', () => {
  const now = base(2, { bio: 'Same' })
  expect(meet(base(1), now, typed({ bio: 'Same' }), {})).toEqual({ follow: [], clash: [] })
  expect(changesBetween(now, typed({ bio: 'Same' }))).toEqual({})
})

test('after a save what was sent becomes what the server made of it; what was typed meanwhile is a change of that', () => {
  const now = base(2, { first_name: 'Asha', bio: 'One' })
  const values = typed({ first_name: ' Asha ', bio: 'One, two', last_name: 'Rao' })
  expect(meet(base(1), now, values, { first_name: ' Asha ', bio: 'One' })).toEqual({ follow: ['first_name'], clash: [] })
  expect(changesBetween(now, { ...values, first_name: 'Asha' })).toEqual({ bio: 'One, two', last_name: 'Rao' })
})
