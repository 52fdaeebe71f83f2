import { install, tools } from '../bin/test/install.ts'
import { startPostgres, startRedis } from '../bin/test/services.ts'
import { kills, type SoakResult, type SoakSize, soak, type Trouble } from '../tests/chat-soak/soak.ts'
import { type OwnRedis, ownRedis } from '../tests/kernel/own-redis.ts'

const size: Omit<SoakSize, 'processes'> = { rooms: 100, ms: 60_000, each: 20, pause_ms: 2000 }
const outage_ms = 20_000

const number = (n: number) => Math.round(n).toLocaleString('en')

function report(name: string, { counts, messages, faults, slowest_ms }: SoakResult, more = ''): boolean {
  const { acknowledged, retried, connected, resumed, reloaded, gaps } = counts
  console.log(
    `| ${name} | ${[messages, acknowledged, retried, connected, resumed, reloaded, gaps, faults.length].map(number).join(' | ')} | ${number(slowest_ms)} ms${more} |`,
  )
  for (const fault of faults.slice(0, 20)) console.log(`\n**${fault}**`)
  return faults.length === 0 && acknowledged >= size.rooms * 2 * size.each
}

/** Redis is away for 20 seconds in the middle; afterwards everything has to be there by itself. */
async function outage(name: string, redis: OwnRedis, stop: () => Promise<void>, go_on: () => Promise<void>): Promise<boolean> {
  let after_ms = Number.NaN
  const trouble: Trouble = async ({ progress, countFromHere, catchUp }) => {
    while (progress() < 0.3) await Bun.sleep(20)
    countFromHere()
    await stop()
    await Bun.sleep(outage_ms)
    await go_on()
    after_ms = await catchUp()
  }
  const result = await soak({ ...size, processes: 3 }, trouble, { REDIS_URL: redis.url })
  return report(name, result, `; all there ${number(after_ms)} ms after`) && result.slowest_ms < 1000 && after_ms < 5000
}

async function onCluster(): Promise<boolean> {
  const postgres = await startPostgres(tools.postgres.find() ?? '')
  const shared = await startRedis(tools.redis.find() ?? '')
  const redis = await ownRedis()
  try {
    Object.assign(process.env, { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: shared.url })
    const killed = report('PostgreSQL + Redis, three processes behind nginx, one at a time killed, 10 times', await soak({ ...size, processes: 3 }, kills(10)))
    const silent = await outage(
      'the same, nobody killed, Redis silent (SIGSTOP) for 20 s',
      redis,
      async () => redis.freeze(),
      async () => redis.thaw(),
    )
    const away = await outage('the same, Redis killed and back after 20 s without its memory', redis, redis.kill, redis.restart)
    return killed && silent && away
  } finally {
    await Promise.all([postgres.stop(), shared.stop(), redis.end()])
  }
}

/** 200 clients in 100 rooms for a minute, each losing its line again and again, in four kinds of trouble: what was acknowledged is with both, once, in order. */
export async function chatSoak(): Promise<boolean> {
  console.log('\n## chat-soak: 200 clients in 100 rooms for a minute, each losing its line at random\n')
  console.log(
    '| trouble | stored | acknowledged | sent again | sockets opened | resumed | told to read anew | gaps closed by reading | faults | slowest answer |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|')
  const alone = report('SQLite, one process, killed 10 times', await soak({ ...size, processes: 1 }, kills(10)))
  const lacking = await install([tools.postgres, tools.redis, tools.nginx], AbortSignal.timeout(300_000))
  if (lacking.size === 0) return (await onCluster()) && alone
  console.log(`\nPostgreSQL + Redis left out: ${[...lacking.values()].join(', ')}`)
  return alone
}
