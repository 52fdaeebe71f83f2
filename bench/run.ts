import { buildIfChanged } from '../bin/build.ts'
import { blogScale } from './blog-scale.ts'
import { fanOut, idleSockets, pairs } from './chat.ts'
import { chatSoak } from './chat-soak.ts'
import { hold, median } from './contest.ts'
import { logins, readsBesideLogins } from './logins.ts'
import { type Contest, contests } from './scenarios.ts'
import { start } from './start.ts'

/** What is not answered best by wrk. */
const others = {
  start,
  logins,
  'reads-beside-logins': readsBesideLogins,
  'fan-out': fanOut,
  pairs,
  'idle-sockets': idleSockets,
  'chat-soak': chatSoak,
  'blog-scale': blogScale,
}

function report(contest: Contest, results: Awaited<ReturnType<typeof hold>>): boolean {
  const leader = results[0]
  if (!leader) return false
  let good = true
  console.log(
    `\n## ${contest.scenario}: ${contest.path}\n\n| server | answers/s (median) | CPU per answer | memory | ${leader.name} is |\n|---|---|---|---|---|`,
  )
  for (const result of results) {
    // The ratio of each round, since both were asked at nearly the same time.
    const ratio = median(leader.rates.map((rate, i) => rate / (result.rates[i] ?? Number.NaN)))
    console.log(
      `| ${result.name} | ${Math.round(median(result.rates)).toLocaleString('en')} | ${median(result.cpu_us).toFixed(1)} µs | ${result.rss_mb} MB | ${result === leader ? '' : `${ratio.toFixed(2)} ×`} |`,
    )
  }
  for (const [i, { name, expect }] of contest.contestants.entries()) {
    const [own, other] = [results[i], results.find((result) => result.name === expect?.against)]
    if (!own || !other || !expect) continue
    const ratio = median(own.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN)))
    if (own !== leader) console.log(`\n${name} is ${ratio.toFixed(2)} × ${expect.against}.`)
    if (ratio >= expect.at_least) continue
    good = false
    console.log(`\n**${name}: below the expected ${expect.at_least.toFixed(2)} ×.**\n`)
  }
  return good
}

export const benchNames = (): string[] => [...contests.map(({ scenario }) => scenario), ...Object.keys(others)]

/** Returns 1 when a ratio is below what is expected of it, and for a name that there is not. */
export async function runBenches(root: string, names: string[]): Promise<number> {
  const all = benchNames()
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}`)
    return 1
  }
  const chosen = contests.filter(({ scenario }) => names.length === 0 || names.includes(scenario))
  const also = Object.entries(others).filter(([name]) => names.length === 0 || names.includes(name))
  if (chosen.length > 0 && !Bun.which('wrk')) {
    console.error('These benchmarks need wrk: apt-get install wrk')
    return 1
  }
  await buildIfChanged(root)
  let good = true
  for (const contest of chosen) {
    if (contest.needs && !Bun.which(contest.needs)) console.log(`\n## ${contest.scenario}: left out, it needs ${contest.needs}`)
    else good = report(contest, await hold(contest)) && good
  }
  for (const [, run] of also) good = (await run()) && good
  return good ? 0 : 1
}
