import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { getPerson } from '../contract/people.ts'
import { removeAvatarV1, setAvatarV1 } from '../contract/profile.ts'
import { signedIn } from './account.ts'
import { removeAvatar, setAvatar } from './avatars.ts'
import { requirePerson } from './people.ts'
import { ownProfile } from './profiles.ts'

/** Drawing a picture anew takes a core for a while. */
const drawing = signedIn.atMost('30 per hour')

export const profileRoutes = new Routes()
  .on(setAvatarV1, drawing, async ({ site, read, write, caller, body }) => {
    await setAvatar(site, write, caller, body)
    return read((db) => ownProfile(db, caller))
  })
  .on(removeAvatarV1, signedIn, async ({ site, read, write, caller }) => {
    await removeAvatar(site, write, caller)
    return read((db) => ownProfile(db, caller))
  })
  .on(getPerson, anyone, ({ db, params }) => requirePerson(db, params.username))
