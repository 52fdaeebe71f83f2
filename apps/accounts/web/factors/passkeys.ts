import { useSyncExternalStore } from 'react'
import type { Args, Returns } from '#contract/endpoint.ts'
import type { addPasskey, passkeyOptions, passkeySignIn, passkeySignInOptions } from '../../contract/passkeys.ts'

/** Loaded when somebody uses a passkey. */
const library = () => import('@simplewebauthn/browser')

/** Passkeys belong to a name: an address of numbers, such as that of a server on the same machine, can have none. */
const isNumber = (host: string) => /^[\d.]+$/.test(host) || host.includes(':')
const work = () => typeof PublicKeyCredential === 'function' && !isNumber(location.hostname)

/** Whether this browser can use passkeys at this address; on the server, and until the page is taken over, not yet known: undefined. */
export const usePasskeysWork = (): boolean | undefined =>
  useSyncExternalStore<boolean | undefined>(
    () => () => {},
    work,
    () => undefined,
  )

type Credential = Args<typeof passkeySignIn>['body']['credential']
type NewCredential = Args<typeof addPasskey>['body']['credential']

/** Asks for one of the passkeys that this person has here. With `autofill` the browser offers them in the field for the name, for as long as it stands. */
export async function askForPasskey(options: Returns<typeof passkeySignInOptions>, autofill = false): Promise<Credential> {
  const { startAuthentication } = await library()
  return (await startAuthentication({ optionsJSON: options as never, useBrowserAutofill: autofill })) as Credential
}

export async function offersAutofill(): Promise<boolean> {
  return (await library()).browserSupportsWebAuthnAutofill()
}

export async function makePasskey(options: Returns<typeof passkeyOptions>): Promise<NewCredential> {
  const { startRegistration } = await library()
  return (await startRegistration({ optionsJSON: options as never })) as NewCredential
}

export const stopAsking = async () => (await library()).WebAuthnAbortService.cancelCeremony()

/** What ended an asking: another one, the person, the device that has this passkey already, or the browser. */
export function whyNot(error: unknown): 'superseded' | 'cancelled' | 'kept' | 'failed' {
  const name = error instanceof Error ? error.name : ''
  if (name === 'AbortError') return 'superseded'
  if (name === 'NotAllowedError') return 'cancelled'
  return name === 'InvalidStateError' ? 'kept' : 'failed'
}
