import { describe, expect, test } from 'bun:test'
import { renderComment } from '../server/markdown/comment.ts'
import type { Known } from '../server/markdown/known.ts'
import { renderPost } from '../server/markdown/post.ts'
import { mentionsIn, referencesIn } from '../server/markdown/references.ts'
import { at_once, layOutPost } from '../server/markdown/render.ts'
import { payloads } from './payloads.ts'

const origin = 'http://localhost'
const known: Known = {
  origin,
  people: new Map([['asha', 'Asha']]),
  pictures: new Map([['x', { width: 1600, height: 900, alt: 'A "train" <b>' }]]),
  cards: new Map([
    ['/posts/x', { title: 'A "title" <script>alert(1)</script>', note: '<b>', image: '/media/posts/x-400.webp' }],
    ['/states/kerala', { title: 'Kerala', title_hi: 'केरल', note: 'Thiruvananthapuram' }],
  ]),
}
const post = (text: string) => renderPost(text, known).html
const comment = (text: string) => renderComment(text, known).html

/** Every tag of some HTML, with what stands in it; text that only looks like one is escaped and is none. */
const tagsIn = (html: string) =>
  [...html.matchAll(/<\/?([a-zA-Z!][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g)].map(([, name = '', rest = '']) => ({ name, rest }))
const allowed = new Set(
  'a em strong s code br span p ul ol li blockquote pre h2 h3 h4 h5 h6 hr img figure figcaption sup section table thead tbody tr th td div'.split(' '),
)
const attributes = new Set('href rel class id aria-label src srcset sizes alt width height loading decoding start role tabindex'.split(' '))

function unsafe(html: string): string[] {
  const found: string[] = []
  for (const { name, rest } of tagsIn(html)) {
    if (!allowed.has(name)) found.push(`<${name}>`)
    for (const [, attribute = '', value = ''] of rest.matchAll(/([^\s"'=/]+)(?:="([^"]*)")?/g)) {
      if (!attributes.has(attribute)) found.push(`${attribute}=`)
      if (attribute === 'href' && !/^(https?:\/\/[^/]|mailto:|\/(?![/\\])|#)/.test(value)) found.push(value)
      if ((attribute === 'src' || attribute === 'srcset') && !value.startsWith('/media/posts/')) found.push(value)
      if (attribute === 'id' && !/^(s-|fn)/.test(value)) found.push(`#${value}`)
    }
  }
  // A tag that our pattern does not see would be one that a browser might.
  if (html.replace(/<\/?[a-zA-Z!][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>/g, '').includes('<')) found.push('<')
  return found
}

describe('what somebody stores never runs', () => {
  test('there are a hundred payloads', () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(100)
  })
  for (const [n, payload] of payloads.entries())
    test(`${n}: ${JSON.stringify(payload).slice(0, 90)}`, () => {
      for (const text of [payload, `- a\n- ${payload}`, `**${payload}**`, `[${payload}](/x)`, `x ${payload} y`]) {
        expect({ text, found: unsafe(post(text)) }).toEqual({ text, found: [] })
        expect({ text, found: unsafe(comment(text)) }).toEqual({ text, found: [] })
      }
    })
  test('the check itself finds what it looks for', () => {
    for (const html of ['<script>', '<p onclick="x">', '<a href="javascript:x">y</a>', '<img src="https://x.example/y">', '<p style="x">', '<svg/onload=x>'])
      expect(unsafe(html)).not.toEqual([])
  })
})

describe('posts', () => {
  test('links of strangers say so, our own do not; pictures of strangers are links', () => {
    const rel = 'rel="nofollow ugc noopener noreferrer"'
    expect(post('[a](https://x.example/)')).toBe(`<p><a href="https://x.example/" ${rel}>a</a></p>\n`)
    expect(post('[a](http://localhost/states/goa) [b](/x) [c](#s-d)')).not.toContain('rel=')
    expect(post('a ![b](https://x.example/c.png) d')).toBe(`<p>a <a href="https://x.example/c.png" ${rel}>b</a> d</p>\n`)
    expect(renderPost('[a](http://localhost.evil.example/)', known).strange_links).toBe(true)
    expect(renderPost('[a](http://localhost/x)', known).strange_links).toBe(false)
  })

  test('headings stand below the title, have ids of their own, and long posts a table of contents', () => {
    expect(post('# One\n\n## One\n\n# ***')).toBe('<h2 id="s-one">One</h2>\n<h3 id="s-one-2">One</h3>\n<h2 id="s-part">***</h2>\n')
    const long = `## अ\n\n${'word '.repeat(450)}\n\n### B\n\n## C\n`
    expect(renderPost(long, known).contents).toEqual([
      { id: 's-अ', text: 'अ', level: 2 },
      { id: 's-b', text: 'B', level: 3 },
      { id: 's-c', text: 'C', level: 2 },
    ])
    expect(renderPost('## A\n\n## B\n\n## C', known).contents).toEqual([])
  })

  test('a link that stands alone is a card: of ours with its title, of strangers with their host', () => {
    expect(post('/posts/x')).toContain(
      '<span class="link-card-title">A &quot;title&quot; &lt;script&gt;alert(1)&lt;/script&gt;</span>'.replaceAll('&quot;', '"'),
    )
    expect(post('http://localhost/hi/states/kerala')).toContain('<a class="link-card" href="/hi/states/kerala"><span class="link-card-title">केरल</span>')
    expect(post('https://x.example/a?b=1')).toContain('<span class="link-card-title">x.example</span> <span class="link-card-note">/a?b=1</span>')
    for (const text of ['See /posts/x', '[x](https://x.example)', '/posts/unknown']) expect(post(text)).not.toContain('link-card')
  })

  test('tables are aligned without a style and scroll by themselves; notes lead back', () => {
    expect(post('| a | b |\n|:-:|--:|\n| 1 | 2 |')).toContain('<div class="table" role="group" tabindex="0"><table>')
    expect(post('| a | b |\n|:-:|--:|\n| 1 | 2 |')).toContain('<th class="center">a</th>\n<th class="right">b</th>')
    expect(post('a[^n]\n\n[^n]: note')).toContain('<a href="#fnref1" class="footnote-backref" aria-label="↩ 1">↩</a>')
  })

  test('the excerpt is of sentences, in any script, cut between words', () => {
    expect(renderPost('# T\n\n![x](/media/posts/x-800.webp)\n\nhttps://x.example\n\nFirst *one*.\n\n- list\n\nSecond.', known).excerpt).toBe(
      'First one. Second.',
    )
    const { excerpt } = renderPost('राजस्थान '.repeat(60), known)
    expect(excerpt).toMatch(/^(राजस्थान )+राजस्थान…$/)
    expect(excerpt.length).toBeLessThanOrEqual(241)
  })
})

describe('mentions', () => {
  test('are links to people who are there; addresses and code are none', () => {
    expect(comment('Ask @ASHA. And @nobody, a@asha, `@asha`')).toBe(
      '<p>Ask <a href="/people/Asha" class="mention">@Asha</a>. And @nobody, a@asha, <code>@asha</code></p>\n',
    )
    expect(mentionsIn('@a.b-c. @मीरा, (@x_y) https://x/@z @asha @Asha')).toEqual(['a.b-c', 'मीरा', 'x_y', 'asha'])
    expect(mentionsIn(Array.from({ length: 50 }, (_, n) => `@user${n}`).join(' '))).toHaveLength(20)
  })
})

test('comments have no headings, tables, pictures or cards', () => {
  for (const text of ['# a', 'a\n===', '| a |\n|-|\n| b |', '![a](/media/posts/x-800.webp)', '---']) expect(comment(text)).not.toMatch(/<(h\d|table|img|hr)/)
  expect(comment('/posts/x')).toBe('<p>/posts/x</p>\n')
  expect(comment('- a\n\n> b\n\n**c** `d`')).toBe('<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>\n<p><strong>c</strong> <code>d</code></p>\n')
})

test('what a text names is found once, and only so much of it', () => {
  const text =
    '/posts/A\n\nhttp://localhost/hi/posts/%E0%A4%95\n\nsee /posts/no\n\n![](/media/posts/a1-400.webp) ![](http://localhost/media/posts/a1-800.webp) @asha'
  expect(referencesIn(text, origin)).toEqual({ people: ['asha'], pictures: ['a1'], pages: ['/posts/a', '/posts/क'] })
})

/** PROMISES R34. Each is as long as a text may be. */
const size = 100_000
const filled = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size)
const nested = Array.from({ length: 300 }, (_, n) => `${' '.repeat(2 * n)}- a`).join('\n')
const table = `${'|a'.repeat(300)}\n${'|-'.repeat(300)}\n${`${'|b'.repeat(300)}\n`.repeat(160)}`
const notes = `${Array.from({ length: 4000 }, (_, n) => `[^${n}]`).join(' ')}\n\n${Array.from({ length: 3000 }, (_, n) => `[^${n}]: x`).join('\n\n')}`
const many = [
  '[',
  '![',
  '*',
  '_a',
  '**a *b ',
  '|',
  '`',
  '> ',
  '<',
  '&',
  '\\',
  '^[',
  '[a](',
  'http://a.b ',
  '@a ',
  '- a\n',
  '# a\n',
  'a\n-\n',
  '~~a ~b',
  '<http://a',
].map(filled)
const costly = [...['![', '*', '|', 'http://a.b '].map(filled), nested, table, notes]

/** What this thread alone has worked for, in milliseconds: what others do on the machine meanwhile is not counted. */
function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

test('hostile texts are laid out beside the requests: their thread hardly works for it', async () => {
  // The other thread is started, and its parser is warm.
  await layOutPost('a '.repeat(2000), known)
  for (const text of costly) {
    const [before, all_before] = [process.threadCpuUsage(), process.cpuUsage()]
    await layOutPost(text, known)
    const { user, system } = process.cpuUsage(all_before)
    // On a busy machine the same work takes several times as long, here as there.
    const little = Math.max(50, (user + system) / 1000 / 10)
    expect({ text: text.slice(0, 20), hardly: spentSince(before) < little }).toEqual({ text: text.slice(0, 20), hardly: true })
  }
}, 120_000)

test('short hostile texts cost a few milliseconds of a core, so they are laid out at once', () => {
  for (const text of [...many, nested, table, notes].map((one) => one.slice(0, at_once))) {
    const spent = Array.from({ length: 4 }, () => {
      const before = process.threadCpuUsage()
      post(text)
      return spentSince(before)
    })
    expect({ text: text.slice(0, 20), slow: Math.min(...spent) > 50 }).toEqual({ text: text.slice(0, 20), slow: false })
  }
}, 60_000)
