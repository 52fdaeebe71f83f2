import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import type { Device } from '../../contract/devices.ts'
import { dropDevices, useEndDeviceMutation, useEndOtherDevicesMutation } from './api.ts'
import { nameOf } from './device-row.tsx'
import { useT } from './words.ts'

/** The button that had the focus goes with its row: the list takes it. */
export const list_id = 'devices'
const focusList = () => document.getElementById(list_id)?.focus()

/** Ends sessions and says so. A row goes when the server has said that it is over: until then somebody is still in. */
export function useEnding(user_id: string) {
  const t = useT()
  const store = useStore() as AppStore
  const [end, one] = useEndDeviceMutation()
  const [endAll, all] = useEndOtherDevicesMutation()
  const failed = () => toast({ text: t('problem'), tone: 'problem' })
  return {
    busy: one.isLoading || all.isLoading,
    async endOne(device: Device) {
      const { error } = await end({ params: { id: device.id } })
      // What is not there any more has ended elsewhere: so much the better.
      if (error && (error as ApiError).status !== 404) return failed()
      store.dispatch(dropDevices(user_id, ({ id }) => id === device.id))
      focusList()
      return toast({ text: t(device.kind === 'key' ? 'revoked' : 'ended', { name: nameOf(t, device) }) })
    },
    async endOthers() {
      const { error } = await endAll()
      if (error) return failed()
      store.dispatch(dropDevices(user_id, ({ current }) => !current))
      focusList()
      return toast({ text: t('others_ended') })
    },
  }
}
