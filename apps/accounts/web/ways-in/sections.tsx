import type { ComponentType } from 'react'
import { LinkedSignIns } from '../google/linked-sign-ins.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { TotpSection } from './totp-section.tsx'

/** What opens one's account, one section each, in the order in which the page shows them. */
export const sections: readonly { name: string; Section: ComponentType }[] = [
  { name: 'passkeys', Section: PasskeysSection },
  { name: 'totp', Section: TotpSection },
  { name: 'linked', Section: LinkedSignIns },
]
