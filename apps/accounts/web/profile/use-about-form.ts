import { useEffect, useState } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import { type Profile, ProfileFields } from '../../contract/profile.ts'
import { resolverOf } from '../account-form.ts'
import { useT as useAccountT } from '../words.ts'
import { type Draft, keepDraft, readDraft } from './profile-draft.ts'

export const about_fields = ['first_name', 'last_name', 'bio', 'phone', 'address'] as const
export type AboutForm = UseFormReturn<ProfileFields>

const fieldsOf = (profile: Profile): ProfileFields => {
  const { first_name, last_name, bio, phone, address } = profile
  return { first_name, last_name, bio, phone, address }
}

function check(values: ProfileFields): Partial<Record<keyof ProfileFields, string>> {
  const { error } = ProfileFields.safeParse(values)
  return Object.fromEntries((error?.issues ?? []).reverse().map(({ path, message }) => [path[0], message])) as Partial<Record<keyof ProfileFields, string>>
}

/** The fields that differ from what is saved, as they would be sent. */
export function changesIn(form: AboutForm): Partial<ProfileFields> {
  const saved = form.formState.defaultValues ?? {}
  const values = form.getValues()
  return Object.fromEntries(about_fields.filter((name) => values[name] !== saved[name]).map((name) => [name, values[name]]))
}

/** The form over the saved profile: what changes elsewhere comes in where nothing is being typed, and what is typed survives a reload. */
export function useAboutForm(profile: Profile): AboutForm {
  const t = useAccountT()
  const form = useForm<ProfileFields>({ defaultValues: fieldsOf(profile), resolver: resolverOf(check, t) })
  const { reset, setValue, watch } = form
  const { id } = profile
  const [typed] = useState(typedEarly)
  useEffect(() => reset(fieldsOf(profile), { keepDirtyValues: true, keepErrors: true }), [profile, reset])
  useEffect(() => {
    for (const [name, value] of Object.entries({ ...readDraft(id), ...typed })) setValue(name as keyof ProfileFields, value, { shouldDirty: true })
  }, [id, setValue, typed])
  useEffect(() => {
    const { unsubscribe } = watch(() => keepDraft(id, changesIn(form)))
    return unsubscribe
  }, [id, watch, form])
  return form
}

/** What was typed into the server's page before the app was there; the form is about to write what is saved over it. */
function typedEarly(): Draft {
  if (typeof document === 'undefined') return {}
  const fields = about_fields.map((name) => [name, document.getElementById(name)] as const)
  return Object.fromEntries(fields.flatMap(([name, field]) => (isField(field) && field.value !== field.defaultValue ? [[name, field.value]] : [])))
}

const isField = (element: unknown) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
