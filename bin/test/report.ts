/** What a run came to. A skip is neither passed nor failed. */
export interface Count {
  passed: number
  failed: number
  skipped: number
  /** What a reader should know at the end, where a log cut at its beginning still has it: what failed, and names of skips. */
  notes: string[]
}

export const nothing = (): Count => ({ passed: 0, failed: 0, skipped: 0, notes: [] })
export const passed = (): Count => ({ ...nothing(), passed: 1 })
export const failed = (note: string): Count => ({ ...nothing(), failed: 1, notes: [note] })
export const skipped = (note: string): Count => ({ ...nothing(), skipped: 1, notes: [`skipped: ${note}`] })

export function add(counts: Count[]): Count {
  const sum = nothing()
  for (const count of counts) {
    sum.passed += count.passed
    sum.failed += count.failed
    sum.skipped += count.skipped
    sum.notes.push(...count.notes)
  }
  return sum
}

/** Where a skip must not go unseen (`CI=true`), each one counts as a failure. */
export function forbidSkips(count: Count): Count {
  return { ...count, failed: count.failed + count.skipped, skipped: 0 }
}

/**
 * Counts the cases of a JUnit report, of `bun test` or of Playwright, against the files that had to run.
 * An exit code says too little: `process.exit(0)` inside a test ends a run with 0, and a file that does not load, ends the process or holds
 * no test is missing from the report. Each such file is one failure; so is a bad exit code that no failing test explains.
 */
export function countReport(xml: string, expected: string[], exitCode: number): Count {
  const count = add([...countFiles(xml, expected).values()])
  if (exitCode !== 0 && count.failed === 0) return add([count, failed(`the run ended with code ${exitCode}, and no test says why`)])
  return count
}

/** The same by file; its keys are those expected and whatever else the report names. */
export function countFiles(xml: string, expected: string[]): Map<string, Count> {
  const files = new Map<string, Count>()
  for (const { file, name, outcome } of readCases(xml)) {
    const count = files.get(file) ?? nothing()
    files.set(file, count)
    count[outcome]++
    if (outcome !== 'passed') count.notes.push(`${outcome}: ${file}: ${name || 'a test without a name'}`)
  }
  for (const file of expected) {
    if (!files.has(file)) files.set(file, failed(`${file}: no result (it did not load, it ended the process, or it holds no test)`))
  }
  return files
}

interface Case {
  file: string
  name: string
  outcome: 'passed' | 'failed' | 'skipped'
}

/** Both reporters name the outermost `testsuite` after the file; suites inside it are `describe` blocks. */
function readCases(xml: string): Case[] {
  const cases: Case[] = []
  let depth = 0
  let file = ''
  // What a test printed stands in CDATA and may look like a report itself.
  const tags = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)(testsuite|testcase|failure|error|skipped)\b((?:[^>"]|"[^"]*")*)>/g)
  for (const [, closing, tag, attributes = ''] of tags) {
    const last = cases.at(-1)
    if (tag === 'testsuite' && closing) depth--
    else if (tag === 'testsuite' && !attributes.endsWith('/') && depth++ === 0) file = attribute(attributes, 'name')
    else if (tag === 'testcase' && !closing) cases.push({ file, name: attribute(attributes, 'name'), outcome: 'passed' })
    else if (tag === 'skipped' && last) last.outcome = 'skipped'
    else if ((tag === 'failure' || tag === 'error') && last) last.outcome = 'failed'
  }
  return cases
}

function attribute(attributes: string, name: string): string {
  const value = attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? ''
  // A line break in a name is written as a number.
  return value
    .replaceAll(/\s*&#(\d+|x[\da-f]+);\s*/gi, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
