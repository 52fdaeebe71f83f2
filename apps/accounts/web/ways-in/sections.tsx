import type { ComponentType } from 'react'
import { LinkedSignIns } from '../google/linked-sign-ins.tsx'

/** What opens one's account, one section each, in the order in which the page shows them. */
export const sections: readonly { name: string; Section: ComponentType }[] = [{ name: 'linked', Section: LinkedSignIns }]
