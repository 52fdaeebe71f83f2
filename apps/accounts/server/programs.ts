import bowser from 'bowser'
import { Lru } from '#server/cache/lru.ts'

export interface Program {
  /** Such as `Firefox 140` or `curl`. */
  browser: string | null
  /** Such as `Windows` or `Android`. */
  system: string | null
}

/** Reading one costs a few dozen regular expressions, and a list shows the same ones again and again. */
const read = new Lru<string, Program>(500)

/** What a User-Agent header says of itself, for people to recognise their device by; it proves nothing. */
export function programOf(user_agent: string): Program {
  const before = read.get(user_agent)
  if (before) return before
  const program = recognise(user_agent)
  read.set(user_agent, program)
  return program
}

function recognise(user_agent: string): Program {
  if (!user_agent) return { browser: null, system: null }
  const { browser, os } = bowser.parse(user_agent)
  const major = browser.version?.split('.')[0]
  // What is no browser names itself first, as in `curl/8.5.0`.
  const own = /^[\w .-]{1,40}?(?=\/|$)/.exec(user_agent.replace(/^Mozilla\/\S*/, ''))?.[0]
  const name = browser.name && /^Mozilla\//.test(user_agent) ? `${browser.name}${major ? ` ${major}` : ''}` : own
  return { browser: name ?? null, system: os.name ?? null }
}
