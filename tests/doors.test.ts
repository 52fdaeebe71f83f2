import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { apps } from '../apps/server.ts'

/** What stands on the wire, to the byte: only what is different each time (ids, tokens, times, cursors) is shown by its form. */

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite(apps)
  // Whoever is first runs the site.
  await t.person('first')
})
afterAll(() => t.end())

const password = 'Peepal-tree-7'
const person = (username: string) => ({ username, email: `${username}@example.com`, password })
const nobodys_id = '00000000-0000-7000-8000-000000000000'
const id = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const forms: [RegExp, string][] = [
  [/"[\w-]{20,}\.[\w-]{20,}\.[\w-]{40,}"/g, '"JWT"'],
  [/"[0-9a-f]{64}"/g, '"HEX64"'],
  [new RegExp(`"${id}"`, 'g'), '"UUID7"'],
  [/"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g, '"UUID4"'],
  [/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"TIME"'],
  [/"(next|previous|csrfToken)":"[\w-]{20,}"/g, '"$1":"OPAQUE"'],
  [/"latency_ms":[\d.]+/g, '"latency_ms":MS'],
]

type Step = [line: string, body: object | string | undefined, answer: string, type?: string]
let last: Record<string, string> & { data: Record<string, string> }

/** Sends one after the other and compares each answer, status first; the last one stays for what follows. */
async function expectAnswers(who: Visitor, steps: Step[]): Promise<void> {
  for (const [line, body, answer, type = 'application/json'] of steps) {
    const [method = '', path = ''] = line.split(' ')
    const sent = body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type } }
    const response = await who.request(path, { method, ...sent })
    const text = await response.text()
    const shown = forms.reduce((said, [form, name]) => said.replace(form, name), text)
    expect(`${line} → ${response.status} ${shown}`.trim()).toBe(`${line} → ${answer}`)
    if (text) expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    if (text) last = JSON.parse(text) as typeof last
  }
}

const too_large = 'x'.repeat(1024 ** 2 + 1)
const too_deep = '['.repeat(33)

test('portal: {"ok":true,…} and {"error":"…"}', async () => {
  const john = t.visitor()
  await expectAnswers(john, [
    ['POST /api/auth/register', person('john'), '201 {"ok":true,"user":{"id":2,"username":"john","is_admin":false}}'],
    ['POST /api/auth/register/', person('john'), '409 {"error":"This username is taken."}'],
    ['POST /api/auth/register', person('j'), '400 {"error":"Use at least 3 characters."}'],
    ['POST /api/auth/register', { ...person('johnny'), role: 'admin' }, '400 {"error":"role: Unknown field."}'],
    ['POST /api/auth/register', {}, '400 {"error":"username: This field is required."}'],
    ['POST /api/auth/login', { username: 5, password }, '400 {"error":"username: Expected a string."}'],
    ['POST /api/auth/login', { username: 'john', password: 'not-it-at-all' }, '401 {"error":"Unknown user or wrong password."}'],
    [
      'POST /api/auth/login',
      { username: 'john', password },
      '200 {"access_token":"HEX64","expires_at":"TIME","user":{"id":2,"username":"john","email":"john@example.com","is_admin":false}}',
    ],
  ])
  john.token = last['access_token']
  await expectAnswers(john, [
    ['GET /api/auth/profile', undefined, '200 {"id":2,"username":"john","email":"john@example.com","is_admin":false}'],
    ['GET /api/contact/messages', undefined, '403 {"error":"You may not do that."}'],
    ['POST /api/auth/logout', undefined, '200 {"ok":true}'],
    ['GET /api/auth/profile', undefined, '401 {"error":"Token is invalid or expired"}'],
    ['POST /api/auth/login', '{', '400 {"error":"The body is not valid JSON."}'],
    ['POST /api/auth/login', too_deep, '400 {"error":"The body is nested deeper than 32 levels."}'],
    ['POST /api/auth/login', too_large, '413 {"error":"The body is larger than 1 MiB."}'],
    ['POST /api/auth/login', 'x', '415 {"error":"Send JSON with Content-Type: application/json."}', 'text/plain'],
    ['GET /api/nowhere', undefined, '404 {"error":"No such address."}'],
    ['GET /api/states/atlantis', undefined, '404 {"error":"No such state."}'],
    ['DELETE /api/auth/login', undefined, '405 {"error":"This address takes POST."}'],
    ['GET /api/posts?limit=100', undefined, '200 {"ok":true,"data":[],"next":null,"previous":null}'],
    ['GET /api/posts?limit=101', undefined, '400 {"error":"limit: Use a number of at most 100."}'],
    ['GET /api/posts?limit=many', undefined, '400 {"error":"limit: Use a whole number."}'],
  ])
})

const me =
  '{"id":"UUID7","username":"asha","email":"asha@example.com","first_name":"","last_name":"","role":"user","email_verified":false,"date_joined":"TIME","avatar":null,"preferences":{}}'
const session =
  '{"id":"UUID7","kind":"cookie","current":true,"name":null,"browser":null,"system":null,"ip":"127.0.0.1","network":"127.0.0.0/24","created_at":"TIME","last_seen_at":"TIME","expires_at":"TIME"}'
const list =
  '{"id":"UUID7","name":"Trip","color":"#0f766e","position":"a0","open_count":0,"todo_count":0,"has_feed":false,"version":1,"created_at":"TIME","updated_at":"TIME","deleted_at":null}'

test('session: {"detail":"…"}, {"field":["…"]}, {"results":[…],"next","previous"}', async () => {
  const asha = t.visitor()
  const bad_code = '400 {"detail":"This code or link is wrong, has expired or was used. Ask for a new one.","code":"code_not_valid"}'
  const mailed = '200 {"detail":"If this address can be used for that, a mail is on its way to it."}'
  await expectAnswers(asha, [
    [
      'POST /auth/register/',
      person('asha'),
      '403 {"detail":"The CSRF token is missing or wrong: get one from /auth/csrf/ and send it as X-CSRFToken.","code":"csrf"}',
    ],
    ['GET /auth/csrf/', undefined, '200 {"csrfToken":"OPAQUE"}'],
    ['GET /auth/me/', undefined, '401 {"detail":"Sign in first.","code":"unauthenticated"}'],
    ['GET /auth/session/', undefined, '200 {"user":null}'],
  ])
  await asha.withCsrf()
  await expectAnswers(asha, [['POST /auth/register/', person('asha'), `201 ${me}`]])
  await asha.withCsrf()
  await expectAnswers(asha, [
    ['POST /auth/register/', person('asha'), '400 {"username":["This username is taken."]}'],
    [
      'POST /auth/register/',
      { username: 'x', email: 'y', password: 'z', role: 'admin' },
      '400 {"username":["Use at least 3 characters."],"email":["Enter an e-mail address, such as name@example.com."],"password":["Use at least 8 characters."],"role":["Unknown field."]}',
    ],
    ['GET /auth/me/', undefined, `200 ${me}`],
    ['GET /auth/session/', undefined, `200 {"user":${me}}`],
    ['GET /auth/sessions/', undefined, `200 {"results":[${session}],"next":null,"previous":null}`],
    [`DELETE /auth/sessions/${nobodys_id}/`, undefined, '404 {"detail":"No such session.","code":"not_found"}'],
    [
      'POST /auth/password-change/',
      { current_password: 'not-it-at-all', new_password: 'Banyan-roots-8' },
      '400 {"current_password":["This is not your password."]}',
    ],
    ['GET /api/chat/rooms/', undefined, '403 {"detail":"Confirm your e-mail address first.","code":"forbidden"}'],
    ['POST /api/lists/', { name: 'Trip' }, `201 ${list}`],
    ['GET /api/lists/', undefined, `200 {"results":[${list}],"next":null,"previous":null}`],
    [`GET /api/todos/${nobodys_id}/`, undefined, '404 {"detail":"No such todo.","code":"not_found"}'],
    ['POST /auth/logout/', undefined, '204'],
  ])
  await asha.withCsrf()
  await expectAnswers(asha, [
    ['POST /auth/login/', { username: 'asha', password: 'not-it-at-all' }, '401 {"detail":"Unknown user or wrong password.","code":"bad_credentials"}'],
    ['POST /auth/login/', { password }, '400 {"username":["Enter your username or e-mail address."]}'],
    ['POST /auth/verify-otp/', { email: 'asha@example.com', code: '000000' }, bad_code],
    ['POST /auth/resend-otp/', { email: 'asha@example.com' }, mailed],
    ['POST /auth/password-reset/', { email: 'asha@example.com' }, mailed],
    ['POST /auth/password-reset/', { email: 'nobody@example.com' }, mailed],
    ['POST /auth/password-reset/confirm/', { email: 'asha@example.com', code: '000000', new_password: 'Banyan-roots-8' }, bad_code],
    ['GET /auth/google/login/', undefined, '404 {"detail":"No such provider.","code":"not_found"}'],
    ['POST /auth/login/', '{', '400 {"detail":"The body is not valid JSON.","code":"malformed"}'],
    ['POST /auth/login/', too_deep, '400 {"detail":"The body is nested deeper than 32 levels.","code":"malformed"}'],
    ['POST /auth/login/', too_large, '413 {"detail":"The body is larger than 1 MiB.","code":"too_large"}'],
    ['POST /auth/login/', 'x', '415 {"detail":"Send JSON with Content-Type: application/json.","code":"unsupported_media_type"}', 'text/plain'],
    ['GET /auth/nowhere/', undefined, '404 {"detail":"No such address.","code":"not_found"}'],
    ['PUT /auth/me/', undefined, '405 {"detail":"This address takes GET, HEAD.","code":"method_not_allowed"}'],
    ['POST /auth/login/', { email: 'asha@example.com', password }, `200 ${me}`],
  ])
})

const meta = '"meta":{"timestamp":"TIME","version":"1.0"}'
const refused = (code: string, message: string, details: string | object = {}) =>
  `{"status":"error","error":{"code":"${code}","message":"${message}","details":${typeof details === 'string' ? details : JSON.stringify(details)}},${meta}}`
const user = (username: string, last_login: '"TIME"' | 'null' = '"TIME"') =>
  `"id":"UUID7","email":"${username}@example.com","username":"${username}","first_name":"","last_name":"","role":"user","is_active":true,"is_staff":false,"date_joined":"TIME","last_login":${last_login},"avatar":null`

test('versioned: {"status","data","meta"} and {"status","error":{"code","message","details"},"meta"}', async () => {
  const ravi = t.visitor()
  const good = (data: string) => `{"status":"success","data":${data},${meta}}`
  await expectAnswers(ravi, [
    ['POST /api/v1/auth/register', person('ravi'), `201 ${good(`{${user('ravi', 'null')}}`)}`],
    ['POST /api/v1/auth/register', person('ravi'), `409 ${refused('CONFLICT', 'This username is taken.', { username: ['This username is taken.'] })}`],
    [
      'POST /api/v1/auth/register',
      person('x'),
      `400 ${refused('VALIDATION_ERROR', 'Use at least 3 characters.', { username: ['Use at least 3 characters.'] })}`,
    ],
    ['POST /api/v1/auth/login', { username: 'ravi', password: 'not-it-at-all' }, `401 ${refused('BAD_CREDENTIALS', 'Unknown user or wrong password.')}`],
    ['POST /api/v1/auth/login', { email: 'ravi@example.com', password }, `200 ${good(`{"access":"JWT","refresh":"JWT","user":{${user('ravi')}}}`)}`],
  ])
  const { refresh, access } = last.data
  const own_id = (last.data['user'] as unknown as { id: string }).id
  const profile = (bio: string, version: number) =>
    good(`{${user('ravi')},"phone":"","address":"","bio":"${bio}","preferences":{},"metadata":{},"version":${version}}`)
  await expectAnswers(ravi, [
    ['POST /api/v1/auth/refresh', {}, `200 ${good('{"access":"JWT"}')}`],
    ['POST /api/v1/auth/refresh', { refresh }, `200 ${good('{"access":"JWT","refresh":"JWT"}')}`],
    ['POST /api/v1/auth/refresh', { refresh: 'x' }, `401 ${refused('TOKEN_NOT_VALID', 'Token is invalid or expired')}`],
    ['POST /api/v1/auth/refresh', undefined, `200 ${good('{"access":"JWT"}')}`],
  ])
  ravi.token = access
  await expectAnswers(ravi, [
    ['GET /api/v1/users/profile/', undefined, `200 ${profile('', 1)}`],
    ['PATCH /api/v1/users/profile/', { bio: 'Walks.' }, `200 ${profile('Walks.', 2)}`],
    ['DELETE /api/v1/users/profile/avatar/', undefined, `200 ${profile('Walks.', 2)}`],
    ['PATCH /api/v1/users/profile/', { role: 'admin' }, `400 ${refused('VALIDATION_ERROR', 'role: Unknown field.', { role: ['Unknown field.'] })}`],
    [
      `GET /api/v1/users/${own_id}/`,
      undefined,
      `200 ${good('{"id":"UUID7","username":"ravi","first_name":"","last_name":"","bio":"Walks.","avatar":null,"date_joined":"TIME"}')}`,
    ],
    [`GET /api/v1/users/${nobodys_id}/`, undefined, `404 ${refused('NOT_FOUND', 'No such user.')}`],
    ['GET /api/v1/users/', undefined, `403 ${refused('FORBIDDEN', 'You may not do that.')}`],
    ['GET /api/v1/audit-logs/', undefined, `403 ${refused('FORBIDDEN', 'You may not do that.')}`],
    ['POST /api/v1/auth/login', '{', `400 ${refused('PARSE_ERROR', 'The body is not valid JSON.')}`],
    ['POST /api/v1/auth/login', too_deep, `400 ${refused('PARSE_ERROR', 'The body is nested deeper than 32 levels.')}`],
    ['POST /api/v1/auth/login', too_large, `413 ${refused('TOO_LARGE', 'The body is larger than 1 MiB.')}`],
    ['POST /api/v1/auth/login', 'x', `415 ${refused('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.')}`, 'text/plain'],
    ['GET /api/v1/nowhere', undefined, `404 ${refused('NOT_FOUND', 'No such address.')}`],
    ['PUT /api/v1/auth/login', undefined, `405 ${refused('METHOD_NOT_ALLOWED', 'This address takes POST.')}`],
    ['POST /api/v1/auth/logout', {}, `200 ${good('null')}`],
    ['GET /api/v1/users/profile/', undefined, `401 ${refused('TOKEN_NOT_VALID', 'Token is invalid or expired')}`],
  ])
})

test('versioned lists: meta.pagination {next, previous, limit}', async () => {
  const first = t.visitor()
  await first
    .request('/api/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'first', password }) })
    .then(async (answer) => (first.token = ((await answer.json()) as typeof last).data['access']))
  await t
    .visitor()
    .request('/api/v1/auth/register', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(person('newest')) })
  const page = (limit: number) => `"meta":{"timestamp":"TIME","version":"1.0","pagination":{"next":"OPAQUE","previous":null,"limit":${limit}}}`
  await expectAnswers(first, [
    ['GET /api/v1/users/?limit=1', undefined, `200 {"status":"success","data":[{${user('newest', 'null')}}],${page(1)}}`],
    [
      'GET /api/v1/users/?limit=0',
      undefined,
      `400 ${refused('VALIDATION_ERROR', 'limit: Use a number of at least 1.', { limit: ['Use a number of at least 1.'] })}`,
    ],
    [
      'GET /api/v1/audit-logs/?limit=1&action=accounts.login_v1',
      undefined,
      `200 {"status":"success","data":[{"id":"UUID7","actor_id":"UUID7","actor":"first","action":"accounts.login_v1","model":"sessions","object_id":"UUID7","changes":{"after":{"kind":"jwt"}},"ip":"127.0.0.1","request_id":"UUID4","created_at":"TIME"}],${page(1)}}`,
    ],
  ])
})

test('token pair: SimpleJWT’s {"detail","code"}', async () => {
  const mira = t.visitor()
  const not_valid = '401 {"detail":"Token is invalid or expired","code":"token_not_valid"}'
  await expectAnswers(mira, [
    ['POST /api/users/register/', { ...person('mira'), password2: password }, '201 {"message":"User registered successfully"}'],
    ['POST /api/users/register/', { ...person('mira'), password2: password }, '400 {"username":["This username is taken."]}'],
    ['POST /api/users/register/', { ...person('other'), password2: 'other' }, '400 {"password2":["The two passwords differ."]}'],
    ['POST /api/token/', { username: 'mira', password: 'not-it-at-all' }, '401 {"detail":"Unknown user or wrong password.","code":"no_active_account"}'],
    ['POST /api/token/', { username: 'mira' }, '400 {"password":["This field is required."]}'],
    ['POST /api/token/', { username: 'mira', password: 7 }, '400 {"password":["Expected a string."]}'],
    ['POST /api/token/', [], '400 {"non_field_errors":["Expected an object."]}'],
    ['POST /api/token/', { username: 'mira', password }, '200 {"access":"JWT","refresh":"JWT"}'],
  ])
  const { access, refresh } = last
  await expectAnswers(mira, [
    ['POST /api/token/verify/', { token: access }, '200 {}'],
    ['POST /api/token/verify/', { token: 'x' }, not_valid],
    ['POST /api/token/refresh/', { refresh }, '200 {"access":"JWT","refresh":"JWT"}'],
    ['POST /api/token/refresh/', { refresh: 'x' }, not_valid],
    ['POST /api/token/refresh/', {}, '400 {"refresh":["This field is required."]}'],
    ['GET /api/users/profile/', undefined, '401 {"detail":"Sign in first.","code":"not_authenticated"}'],
  ])
  mira.token = access
  const changed = (first_name: string, last_name: string) =>
    `200 {"message":"Profile updated successfully","data":{"username":"mira","email":"mira@example.com","first_name":"${first_name}","last_name":"${last_name}"}}`
  await expectAnswers(mira, [
    ['GET /api/users/profile/', undefined, '200 {"username":"mira","email":"mira@example.com","first_name":"","last_name":""}'],
    ['PUT /api/users/profile/', { email: 'mira@example.com', first_name: 'Mira', last_name: 'Rao' }, changed('Mira', 'Rao')],
    ['PATCH /api/users/profile/', { last_name: 'Das' }, changed('Mira', 'Das')],
    ['PATCH /api/users/profile/', { is_staff: true }, '400 {"is_staff":["Unknown field."]}'],
    ['POST /api/token/blacklist/', { refresh }, '200 {}'],
    ['POST /api/token/blacklist/', { refresh }, not_valid],
    ['GET /api/users/profile/', undefined, not_valid],
    ['POST /api/token/', '{', '400 {"detail":"The body is not valid JSON.","code":"malformed"}'],
    ['POST /api/token/', too_deep, '400 {"detail":"The body is nested deeper than 32 levels.","code":"malformed"}'],
    ['POST /api/token/', too_large, '413 {"detail":"The body is larger than 1 MiB.","code":"too_large"}'],
    ['POST /api/token/', 'x', '415 {"detail":"Send JSON with Content-Type: application/json.","code":"unsupported_media_type"}', 'text/plain'],
    ['GET /api/token/nowhere', undefined, '404 {"detail":"No such address.","code":"not_found"}'],
    ['GET /api/token/', undefined, '405 {"detail":"This address takes POST.","code":"method_not_allowed"}'],
    ['GET /api/health/', undefined, '200 {"status":"ok"}'],
    [
      'GET /api/health/ready/',
      undefined,
      '200 {"status":"ok","checks":{"database":{"status":"ok","latency_ms":MS},"cache":{"status":"ok","latency_ms":MS},"bus":{"status":"ok","latency_ms":MS},"jobs":{"status":"ok","latency_ms":MS}}}',
    ],
  ])
})

test('too many, in each door’s shape', async () => {
  const limited = await testSite(apps, { environment: { RATE_LIMITS: 'on' } })
  try {
    const address = `10.${[0, 0, 0].map(() => 1 + Math.floor(Math.random() * 250)).join('.')}`
    const login = async (path: string) => {
      const visitor = limited.visitor({ address })
      const answer = await visitor.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
      const seconds = `${answer.headers.get('retry-after')}`
      const text = await answer.text()
      return `${answer.status} ${text
        .replace(` ${seconds} second`, ' N second')
        .replace('seconds', 'second')
        .replace(forms[4]?.[0] ?? '', '"TIME"')}`
    }
    for (let n = 0; n < 3; n++) await login('/api/token/')
    const message = 'Too many requests. Try again in N second.'
    expect(await login('/api/auth/login')).toBe(`429 {"error":"${message}"}`)
    expect(await login('/auth/login/')).toBe(`429 {"detail":"${message}","code":"too_many_requests"}`)
    expect(await login('/api/v1/auth/login')).toBe(`429 ${refused('TOO_MANY_REQUESTS', message)}`)
    expect(await login('/api/token/')).toBe(`429 {"detail":"${message}","code":"too_many_requests"}`)
  } finally {
    await limited.end()
  }
})
