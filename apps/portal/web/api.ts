import { api, call } from '#web/api.ts'
import { getState, listStates } from '../contract/states.ts'

export const portalApi = api.injectEndpoints({
  endpoints: (build) => ({
    listStates: build.query(call(listStates)),
    getState: build.query(call(getState)),
  }),
})
export const { useListStatesQuery, useGetStateQuery } = portalApi
