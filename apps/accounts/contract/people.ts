import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { Avatar } from './fields.ts'

export const getPerson = endpoint({
  name: 'accounts.get_person',
  door: portalDoor,
  method: 'GET',
  path: '/api/people/:username',
  summary: 'What somebody shows of themselves to everybody',
  returns: z.object({
    username: z.string(),
    name: z.string().meta({ description: 'First and last name where the person shows them, else empty.' }),
    bio: z.string(),
    avatar: Avatar,
    reachable: z.boolean().meta({ description: 'Has a confirmed address, so people can write to them in the chat.' }),
    joined: z.string().meta({ description: 'Year and month, such as 2026-11.' }),
    listed: z.boolean().meta({ description: 'Search engines may list the page: its owner has a confirmed address and something to read.' }),
  }),
})
