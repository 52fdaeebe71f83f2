import { api, call } from '#web/api.ts'
import { getContactForm, sendContact } from '../../contract/contact.ts'

export const contactApi = api.injectEndpoints({
  endpoints: (build) => ({ contactForm: build.mutation(call(getContactForm)), sendContact: build.mutation(call(sendContact)) }),
})
