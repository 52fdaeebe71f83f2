import { afterAll, beforeAll, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { addPasskey, listPasskeys, passkeyOptions, removePasskey, renamePasskey } from '../contract/passkeys.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { actions, changeUser, signedUp } from './people.ts'
import { enter, newVisitor, SoftwareKey, type Tricks, withPasskey } from './software-key.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const mails = async () => {
  const rows = await t.site.store.db.selectFrom('jobs').select('payload').where('name', '=', 'kernel.send_mail').orderBy('id').execute()
  return rows.map((row) => (JSON.parse(row.payload) as { subject: string }).subject)
}

test('add, list, rename, remove: each audited, told by mail where the ways in change', async () => {
  const asha = await signedUp(t, 'asha')
  const options = (await asha.call(passkeyOptions, {})).data
  expect(options).toMatchObject({
    rp: { id: 'localhost', name: 'Pocket India' },
    user: { name: 'asha' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
    timeout: 300_000,
    excludeCredentials: [],
  })
  const before = (await actions(t)).length
  const { id, key } = await withPasskey(asha, '  Phone ')
  expect((await asha.call(listPasskeys, {})).body).toEqual([{ id, name: 'Phone', synced: false, created_at: expect.any(String), last_used_at: null }])
  expect((await asha.call(passkeyOptions, {})).data.excludeCredentials).toEqual([{ id: key.id, type: 'public-key', transports: ['internal'] }])
  const renamed = await asha.call(renamePasskey, { params: { id }, body: { name: 'Old phone' } })
  expect(renamed.body).toMatchObject({ id, name: 'Old phone' })
  expect((await asha.call(renamePasskey, { params: { id }, body: { name: ' ' } })).status).toBe(400)
  expect((await asha.call(removePasskey, { params: { id } })).status).toBe(204)
  expect((await asha.call(removePasskey, { params: { id } })).status).toBe(404)
  expect((await asha.call(listPasskeys, {})).body).toEqual([])
  expect((await enter(await newVisitor(t), key)).status).toBe(401)
  expect((await actions(t)).slice(before)).toEqual([
    'accounts.add_passkey',
    'accounts.rename_passkey',
    'accounts.remove_passkey',
    'accounts.passkey_sign_in_failed',
  ])
  expect(await mails()).toEqual(expect.arrayContaining(['A passkey was added', 'A passkey was removed']))
})

const bad: Record<string, Tricks> = {
  'another origin': { origin: 'https://evil.example' },
  'the origin on another port': { origin: 'http://localhost:8001' },
  'another site’s id': { rp_id: 'evil.example' },
  'a user who was not verified': { verified: false },
  'a user who was not there': { present: false },
  'an answer of the other kind': { type: 'webauthn.get' },
}
for (const [what, tricks] of Object.entries(bad))
  test(`${what}: not kept`, async () => {
    const visitor = await signedUp(t, `bad${Object.keys(bad).indexOf(what)}`)
    const { data } = await visitor.call(passkeyOptions, {})
    const refused = await visitor.call(addPasskey, { body: { name: 'Key', credential: await (await SoftwareKey.make()).create(data, tricks) } })
    expect({ status: refused.status, body: refused.body }).toEqual({ status: 400, body: { credential: ['This passkey could not be verified.'] } })
    expect((await visitor.call(listPasskeys, {})).body).toEqual([])
  })

test('a challenge is for one session, one purpose, five minutes, one use', async () => {
  const [mine, theirs] = [await signedUp(t, 'mine'), await signedUp(t, 'theirs')]
  const stale = { credential: ['This took too long, or was answered before. Start again.'] }
  const add = async (visitor: typeof mine, challenge: string) => {
    const credential = await (await SoftwareKey.make()).create({ challenge, user: { id: 'x' } })
    const { status, body } = await visitor.call(addPasskey, { body: { name: 'Key', credential } })
    return { status, body: status === 201 ? {} : body }
  }
  const fresh = async () => (await mine.call(passkeyOptions, {})).data.challenge
  const challenge = await fresh()
  expect(await add(theirs, challenge)).toEqual({ status: 400, body: stale })
  expect(await add(mine, challenge)).toEqual({ status: 201, body: {} })
  expect(await add(mine, challenge)).toEqual({ status: 400, body: stale })
  const late = await fresh()
  t.pass(5 * 60_000)
  expect(await add(mine, late)).toEqual({ status: 400, body: stale })
  const { confirmOptions } = await import('../contract/confirm.ts')
  expect(await add(mine, (await mine.call(confirmOptions, {})).data.challenge)).toEqual({ status: 400, body: stale })
  const [random = '', , seal = ''] = Buffer.from(await fresh(), 'base64url')
    .toString()
    .split('.')
  const longer = Buffer.from([random, Date.now() * 2, seal].join('.')).toString('base64url')
  for (const made_up of [longer, '', 'AAAA', Buffer.from('a.b.c').toString('base64url')]) expect(await add(mine, made_up)).toEqual({ status: 400, body: stale })
})

test('the same answer ten times at once, twenty times: kept once', async () => {
  for (let round = 0; round < 20; round++) {
    const visitor = await signedUp(t, `raced${round}`)
    const { data } = await visitor.call(passkeyOptions, {})
    const credential = await (await SoftwareKey.make()).create(data)
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await visitor.call(addPasskey, { body: { name: 'Key', credential } })).status))
    expect(statuses.sort()).toEqual([201, ...new Array(9).fill(400)])
  }
})

test('a statement about the device’s make is not read: no certificate is parsed, no address in it fetched', async () => {
  const visitor = await signedUp(t, 'attested')
  const fetched = spyOn(globalThis, 'fetch')
  try {
    for (const format of ['packed', 'tpm', 'apple', 'fido-u2f', 'android-key', 'android-safetynet']) {
      const { data } = await visitor.call(passkeyOptions, {})
      const credential = await (await SoftwareKey.make()).create(data, { format })
      expect((await visitor.call(addPasskey, { body: { name: format, credential } })).status).toBe(201)
    }
    expect(fetched).not.toHaveBeenCalled()
  } finally {
    mock.restore()
  }
})

test('a key that somebody has kept is nobody else’s; other people’s ids are like none', async () => {
  const [one, two] = [await signedUp(t, 'one'), await signedUp(t, 'two')]
  const { key, id } = await withPasskey(one)
  const { data } = await two.call(passkeyOptions, {})
  expect((await two.call(addPasskey, { body: { name: 'Mine now', credential: await key.create(data) } })).status).toBe(409)
  for (const other of [id, id.toUpperCase(), '00000000-0000-7000-8000-000000000000', 'x']) {
    const answers = [await two.call(removePasskey, { params: { id: other } }), await two.call(renamePasskey, { params: { id: other }, body: { name: 'Mine' } })]
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 404, body: { detail: 'No such passkey.', code: 'not_found' } })
  }
  expect((await one.call(listPasskeys, {})).data).toMatchObject([{ id, name: 'Key' }])
})

test('twenty are enough', async () => {
  const visitor = await signedUp(t, 'collector')
  const { data } = await visitor.call(passkeyOptions, {})
  for (let n = 0; n < 20; n++) await withPasskey(visitor, `Key ${n}`)
  expect((await visitor.call(passkeyOptions, {})).status).toBe(409)
  const refused = await visitor.call(addPasskey, { body: { name: 'One more', credential: await (await SoftwareKey.make()).create(data) } })
  expect(refused.status).toBe(409)
  expect((await visitor.call(listPasskeys, {})).data).toHaveLength(20)
})

test('the last way in stays, also when two go at once', async () => {
  const visitor = await signedUp(t, 'last.way')
  const first = await withPasskey(visitor)
  expect((await visitor.call(removePasskey, { params: { id: first.id } })).status).toBe(204)
  for (let round = 0; round < 10; round++) {
    await changeUser(t, 'last.way', { password_hash: null })
    const kept = (await visitor.call(listPasskeys, {})).data
    while (kept.length < 2) kept.push({ ...(await withPasskey(visitor)), name: '', synced: false, created_at: '', last_used_at: null })
    const answers = await Promise.all(kept.map(({ id }) => visitor.call(removePasskey, { params: { id } })))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect((await visitor.call(listPasskeys, {})).data).toHaveLength(1)
  }
})

test('adding and removing need a recent proof, renaming does not', async () => {
  const visitor = await signedUp(t, 'late')
  const { id } = await withPasskey(visitor)
  const { data } = await visitor.call(passkeyOptions, {})
  t.pass(11 * 60_000)
  const credential = await (await SoftwareKey.make()).create(data)
  for (const { status, body } of [
    await visitor.call(passkeyOptions, {}),
    await visitor.call(addPasskey, { body: { name: 'Key', credential } }),
    await visitor.call(removePasskey, { params: { id } }),
  ])
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  expect((await visitor.call(renamePasskey, { params: { id }, body: { name: 'Drawer' } })).status).toBe(200)
})

test('its site is the one of PUBLIC_URL, else the host that was asked for', async () => {
  const own = await testSite([accounts], { environment: { PUBLIC_URL: 'https://pocket.example' } })
  try {
    const visitor = await signedUp(own, 'public')
    const { data } = await visitor.call(passkeyOptions, {})
    expect(data.rp.id).toBe('pocket.example')
    const key = await SoftwareKey.make()
    const elsewhere = await visitor.call(addPasskey, { body: { name: 'Key', credential: await key.create(data) } })
    expect(elsewhere.status).toBe(400)
    const there = { origin: 'https://pocket.example', rp_id: 'pocket.example' }
    expect((await visitor.call(addPasskey, { body: { name: 'Key', credential: await key.create(data, there) } })).status).toBe(201)
    const signing = await newVisitor(own)
    expect((await enter(signing, key, there)).status).toBe(200)
    expect((await signing.call(getMe, {})).data.username).toBe('public')
  } finally {
    await own.end()
  }
})
