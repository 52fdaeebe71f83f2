import { api, call } from '#web/api.ts'
import { changeProfileV1, getProfileV1, removeAvatarV1 } from '../../contract/profile.ts'

export const profileApi = api.injectEndpoints({
  endpoints: (build) => ({
    profile: build.query(call(getProfileV1)),
    changeProfile: build.mutation(call(changeProfileV1)),
    removeAvatar: build.mutation(call(removeAvatarV1)),
  }),
})
export const { useProfileQuery } = profileApi
