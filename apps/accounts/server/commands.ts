import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import type { Command } from '#server/app.ts'
import { check } from '#server/http/parse.ts'
import type { Site } from '#server/site.ts'
import { Email, NewPassword, Username } from '../contract/fields.ts'
import { passwordQueue } from './password-queue.ts'
import { passwordFault } from './password-rules.ts'
import { keysOf } from './signing-keys.ts'
import { userCommand } from './user-command.ts'
import { addUser } from './users.ts'

const NewAdmin = z.strictObject({ username: Username, email: Email, password: NewPassword })

/** Takes what is missing from standard input, one line each, so that scripts can pipe it and a password never stands in `ps`. */
async function ask(values: { username?: string | undefined; email?: string | undefined }) {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const read = lines[Symbol.asyncIterator]()
  const question = async (text: string) => {
    process.stderr.write(text)
    return (await read.next()).value ?? ''
  }
  const answers = {
    username: values.username ?? (await question('Username: ')),
    email: values.email ?? (await question('E-mail address: ')),
    password: await question('Password: '),
  }
  lines.close()
  return answers
}

async function createSuperuser(site: Site, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { username: { type: 'string' }, email: { type: 'string' } } })
  try {
    const { username, email, password } = check(NewAdmin, await ask(values))
    const fault = await passwordFault(password, { username, email })
    if (fault) throw new Problem('invalid', fault)
    const user = { username, email, password_hash: await passwordQueue.hash(password), may_be_first_admin: false, role: 'admin' as const, email_verified: true }
    await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      addUser(tx, site, user, site.config.PUBLIC_URL ?? `http://localhost:${site.config.PORT}`, 'accounts.create_superuser'),
    )
    console.log(`${username} is an admin.`)
    return 0
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { fields } = error.details
    console.error(
      fields
        ? Object.entries(fields)
            .map(([name, messages]) => `${name}: ${messages.join(' ')}`)
            .join('\n')
        : error.message,
    )
    return 1
  }
}

async function keys(site: Site, [what]: string[]): Promise<number> {
  if (what !== 'rotate') {
    console.error('Usage: ./banyan keys rotate')
    return 2
  }
  await keysOf(site).rotate()
  console.log('New keys sign from now on; tokens signed by the old ones stay good until they end.')
  return 0
}

export const commands: Command[] = [
  { name: 'createsuperuser', summary: 'make an admin: [--username NAME] [--email ADDRESS], the password from standard input', run: createSuperuser },
  { name: 'keys', summary: 'keys rotate: sign tokens with new keys; nobody is signed out', run: keys },
  { name: 'user', summary: 'user list, show, activate, deactivate, role: who has an account, and what they may', run: userCommand },
]
