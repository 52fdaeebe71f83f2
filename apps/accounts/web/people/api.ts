import { api, call } from '#web/api.ts'
import { getPerson } from '../../contract/people.ts'

export const peopleApi = api.injectEndpoints({ endpoints: (build) => ({ person: build.query(call(getPerson)) }) })
export const { usePersonQuery } = peopleApi
