import { Avatar as Picture } from '#web/ui/avatar.tsx'
import type { Person } from '../contract.ts'

/** A person by their picture or first letter, with the marigold dot while they are here; both are said in words beside it. */
export function Avatar({ person, online }: { person: Person; online: boolean }) {
  return (
    <span aria-hidden="true" className="relative shrink-0">
      <Picture person={{ avatar: person.avatar, username: person.username || '·' }} className="size-10 text-17" />
      {online && <span className="absolute -end-0.5 -bottom-0.5 size-3.5 rounded-full border-2 border-paper bg-genda" />}
    </span>
  )
}
