import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { Username } from '../contract/fields.ts'
import { login, register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { skeleton } from '../server/skeleton.ts'
import { nobody, password } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const taken = { error: 'This username is taken.' }
const mixed = { error: 'Use letters of one script only.' }
const signUp = (username: string) => t.visitor().call(register, { body: { username, email: `${crypto.randomUUID()}@example.com`, password } })

/** Names in one script that look like the first: whoever has that, has them all. */
const twins: [original: string, ...twins: string[]][] = [
  // Latin, and the same in Cyrillic as a whole.
  ['coco', 'сосо', 'СОСО', 'c0c0', 'C0co', 'ＣＯＣＯ'],
  ['paxa', 'раха', 'РАХА', 'PAXA'],
  ['ecoop', 'есоор', 'ec00p', 'EC0OP'],
  ['obo', 'ОЬО', '0b0', 'ＯＢＯ'],
  ['кот7', 'КОТ7', 'кoт7'.replace('o', 'о')],
  ['paypal', 'PayPaI', 'paypa1', 'payｐal', 'paypaⅼ', 'ᴘaypal'.replace('ᴘ', 'Ｐ')],
  ['modern', 'rnodern', 'modem', 'rnodem'],
  ['michael', 'michae1', 'michaeI'],
  ['ixora', 'İxora', 'ıxora', 'IXORA'],
  ['dotted', 'ⅾotted', 'd0tted'],
  // Digits of any script are the same ten.
  ['राम1', 'राम१'],
  ['অনিল2', 'অনিল২'],
  ['அருண்3', 'அருண்௩'],
  // Letters within one script that are drawn alike.
  ['ɑlpha', 'alpha'],
  ['ɡita', 'gita'],
  ['full', 'ｆｕｌｌ', 'fuIl', 'fu11'],
]

describe('twins in one script', () => {
  for (const [original, ...others] of twins)
    test(`${original}: ${others.join(', ')}`, async () => {
      expect((await signUp(original)).status).toBe(201)
      const before = await rowCounts(t.site)
      for (const twin of others) {
        const { status, body } = await signUp(twin)
        expect({ twin, status, body }).toEqual({ twin, status: 409, body: taken })
      }
      expect(await rowCounts(t.site)).toEqual(before)
    })
})

/** One letter from elsewhere: TR39's mixed scripts. */
const mixtures = [
  'pаypal',
  'paypаl',
  'gοogle',
  'micrоsoft',
  'аpple',
  'Αdmin',
  'admіn',
  'ѕupport',
  'rооt',
  'раypal',
  'anilअ',
  'अnil',
  'राmम',
  'ramராம்',
  'রামराम',
  'ਰਾਮराम',
  'пeтр',
  'τοm',
  'ᏢayPal',
  'ꓟary',
  'jo႐n',
  'շara',
  'ℓeelаvati',
  'abc漢字',
  'кириллicа',
]

describe('one script a name', () => {
  for (const name of mixtures)
    test(`${name} mixes scripts`, async () => {
      const { status, body } = await signUp(name)
      expect({ status, body }).toEqual({ status: 400, body: mixed })
    })

  test('people of every script that is in use can have their name, with digits and signs', () => {
    const good = [
      'anna',
      'Łukasz',
      'José-María',
      'müller_2',
      'Ngô.Thị',
      'Анна',
      'Ольга7',
      'Ελένη',
      'अनिल',
      'अनिल.शर्मा',
      'श्री_2',
      'रामः',
      'க.அரசு',
      'తెలుగు',
      'ಕನ್ನಡ',
      'മലയാളം',
      'বাংলা',
      'ਪੰਜਾਬੀ',
      'ગુજરાતી',
      'ଓଡ଼ିଆ',
      'ꯃꯤꯇꯩ',
      'ᱥᱟᱱᱛᱟᱲᱤ',
      'اردو',
      'محمد-علي',
      'דוד',
      'მარიამ',
      'Արմեն',
      'ไทย',
      '田中さくら',
      'タナカ',
      '김철수',
      '王小明',
      '12345',
      '๑๒๓',
      'a.b-c_d',
      'ሰላም',
      'རྡོ་རྗེ'.replaceAll('་', ''),
    ]
    expect(good.filter((name) => !Username.safeParse(name).success)).toEqual([])
  })
})

test('what cannot be seen makes no twin: joiners and direction marks are refused', async () => {
  for (const c of ['\u200d', '\u200c', '\u200b', '\u2060', '\u202e', '\ufeff', '\u00ad', '\u180e', '\u2066'])
    expect((await signUp(`pay${c}pal`)).status).toBe(400)
})

test('names that do not look alike are two names', async () => {
  for (const pair of [
    ['kali', 'kail'],
    ['anna', 'ana'],
    ['renee', 'renée'],
    ['ravi.k', 'ravi-k'],
    ['sunil', 'sunita'],
    ['अमर', 'अमरा'],
    ['user2', 'user3'],
  ])
    for (const name of pair) expect(`${name} ${(await signUp(name)).status}`).toBe(`${name} 201`)
})

test('of twins at once one is made', async () => {
  const answers = await Promise.all(['booolo', 'b000lo', 'boooIo', 'b0oolo', 'boo01o', 'BOOOlO'].map(signUp))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
})

test('signing in goes by the name, not by its look; accounts from before keep their names', async () => {
  expect((await signUp('lila')).status).toBe(201)
  const signIn = (username: string) => t.visitor().call(login, { body: { username, password } })
  expect((await signIn('LILA')).status).toBe(200)
  expect((await signIn('Iila')).status).toBe(401)
  await t.site.store.write(nobody, async (tx) => {
    await tx.updateTable('users').set({ username: 'Iila', username_key: 'iila', username_skeleton: null }).where('username', '=', 'lila').execute()
  })
  expect((await signIn('iila')).status).toBe(200)
})

test('the skeleton is the same for every spelling of a name, and a fixed point', () => {
  for (const name of ['jürgen', 'ju\u0308rgen', 'ｊürgen', ' jürgen ']) expect(skeleton(name)).toBe(skeleton('jürgen'))
  for (const name of [...twins.flat(), ...mixtures]) expect(skeleton(skeleton(name))).toBe(skeleton(name))
})
