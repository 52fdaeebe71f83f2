import { expect, test } from 'bun:test'
import { programOf } from '../server/programs.ts'

const seen: [user_agent: string, browser: string | null, system: string | null][] = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140', 'Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari 18',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0',
    'Microsoft Edge 139',
    'macOS',
  ],
  ['curl/8.5.0', 'curl', null],
  ['python-requests/2.31', 'python-requests', null],
  ['okhttp/4.9 (Android)', 'okhttp', 'Android'],
  ['', null, null],
  ['Mozilla/5.0', null, null],
  ['<script>alert(1)</script>', null, null],
  ['('.repeat(300), null, null],
]

test.each(seen)('%s', (user_agent, browser, system) => {
  expect(programOf(user_agent)).toEqual({ browser, system })
  expect(programOf(user_agent)).toEqual({ browser, system })
})
