import { availableParallelism } from 'node:os'

/**
 * The limit of signing in: the same Argon2id verifications and nothing else, as many at once as Banyan runs. For each line that it reads, a number of
 * seconds, it prints how many a second there were.
 */
const password = 'Peepal-tree-7'
const hash = await Bun.password.hash(password, { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 })

async function verifyFor(seconds: number) {
  const started = performance.now()
  const cpu = process.cpuUsage()
  let done = 0
  const work = async () => {
    while (performance.now() < started + seconds * 1000) {
      await Bun.password.verify(password, hash)
      done++
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  const { user, system } = process.cpuUsage(cpu)
  return { rate: (done * 1000) / (performance.now() - started), cpu_us: (user + system) / done }
}

for await (const line of console) console.log(JSON.stringify(await verifyFor(Number(line))))
