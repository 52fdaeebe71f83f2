import { api, call, pagesOf } from '#web/api.ts'
import * as contract from '../../contract/notices.ts'

export const noticesApi = api.injectEndpoints({
  endpoints: (build) => ({
    notices: build.infiniteQuery(pagesOf(contract.listNotices, 30)),
    noticeCount: build.query(call(contract.countNotices)),
    readNotices: build.mutation(call(contract.readNotices)),
    noticeSettings: build.query(call(contract.getNoticeSettings)),
    setNoticeSettings: build.mutation(call(contract.setNoticeSettings)),
  }),
})
export const { useNoticesInfiniteQuery, useNoticeSettingsQuery } = noticesApi
