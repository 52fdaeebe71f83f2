import { availableParallelism } from 'node:os'

/** The limit of signing in: the same Argon2id verifications and nothing else, as many at once as Banyan runs. Prints how many a second. */
const seconds = Number(process.argv[2])
const password = 'Peepal-tree-7'
const hash = await Bun.password.hash(password, { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 })
const started = performance.now()
const end = started + seconds * 1000
let done = 0
async function work() {
  while (performance.now() < end) {
    await Bun.password.verify(password, hash)
    done++
  }
}
const cpu = process.cpuUsage()
await Promise.all(Array.from({ length: availableParallelism() }, work))
const { user, system } = process.cpuUsage(cpu)
console.log(JSON.stringify({ rate: (done * 1000) / (performance.now() - started), cpu_us: (user + system) / done }))
