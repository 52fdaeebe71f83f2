import { api, call, pagesOf } from '#web/api.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { endOneSession, endOtherSessions, listSessions } from '../../contract/devices.ts'

const page_size = 50

const devicesApi = api.injectEndpoints({
  endpoints: (build) => ({
    // Whoever hears that access has changed drops `Session`, and with it this list.
    devices: build.infiniteQuery({ ...pagesOf(listSessions, page_size), providesTags: ['Session'] }),
    endDevice: build.mutation(call(endOneSession)),
    endOtherDevices: build.mutation(call(endOtherSessions)),
  }),
})

export const { useDevicesInfiniteQuery, useEndDeviceMutation, useEndOtherDevicesMutation } = devicesApi

export const loadDevices = (store: AppStore, user_id: string) =>
  load(store.dispatch(devicesApi.endpoints.devices.initiate(user_id, { ...once, forceRefetch: true })))

/** Takes the rows that have ended out of what is shown. */
export const dropDevices = (user_id: string, ended: (device: { id: string; current: boolean }) => boolean) =>
  devicesApi.util.updateQueryData('devices', user_id, ({ pages }) => {
    for (const page of pages) page.items = page.items.filter((device) => !ended(device))
  })
