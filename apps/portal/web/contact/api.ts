import { api, call } from '#web/api.ts'
import { getContactForm, sendContact } from '../../contract/contact.ts'

export const contactApi = api.injectEndpoints({
  endpoints: (build) => ({ contactForm: build.query({ ...call(getContactForm), keepUnusedDataFor: 0 }), sendContact: build.mutation(call(sendContact)) }),
})
export const { useContactFormQuery } = contactApi
