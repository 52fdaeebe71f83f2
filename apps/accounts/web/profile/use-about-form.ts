import { useEffect, useMemo, useRef, useState } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import { type Profile, ProfileFields } from '../../contract/profile.ts'
import { resolverOf } from '../account-form.ts'
import { useT as useAccountT } from '../words.ts'
import { about_fields, type Base, changesBetween, type FieldName, meet } from './meeting.ts'
import { type Draft, keepDraft, readDraft } from './profile-draft.ts'
import { useT } from './words.ts'

type Form = UseFormReturn<ProfileFields>

/** The fields of a profile, and what they are compared with. */
export interface AboutForm {
  form: Form
  /** What is saved, and in which version: what a change is a change of. */
  base(): Base
  changes(): Partial<ProfileFields>
  /**
   * The server has it so now: fields in which nothing was typed follow, what is typed stays, and where both changed that is said at the field. `sent`
   * is what a save that came through had brought there. Gives the fields that both changed.
   */
  take(now: Base, sent?: Partial<ProfileFields>): FieldName[]
}

function check(values: ProfileFields): Partial<Record<FieldName, string>> {
  const { error } = ProfileFields.safeParse(values)
  return Object.fromEntries((error?.issues ?? []).reverse().map(({ path, message }) => [path[0], message])) as Partial<Record<FieldName, string>>
}

const fieldsOf = (from: ProfileFields) => Object.fromEntries(about_fields.map((name) => [name, from[name]])) as ProfileFields

/** The form over the saved profile; what is typed survives a reload. */
export function useAboutForm(profile: Profile): AboutForm {
  const accounts = useAccountT()
  const form = useForm<ProfileFields>({ defaultValues: fieldsOf(profile), resolver: resolverOf(check, accounts) })
  const { setValue, watch } = form
  const { id } = profile
  const about = useMeeting(form, profile)
  const [typed] = useState(typedEarly)
  useEffect(() => {
    for (const [name, value] of Object.entries({ ...readDraft(id), ...typed })) setValue(name as FieldName, value, { shouldDirty: true })
  }, [id, setValue, typed])
  useEffect(() => {
    const { unsubscribe } = watch(() => keepDraft(id, about.changes()))
    return unsubscribe
  }, [id, watch, about])
  return about
}

/** Not the form's own default values: they are as old as the last render, and an answer does not wait for the next one. */
function useMeeting(form: Form, profile: Profile): AboutForm {
  const t = useT()
  const base = useRef<Base>(profile)
  const { id } = profile
  return useMemo(() => {
    const changes = () => changesBetween(base.current, form.getValues())
    const take = (now: Base, sent: Partial<ProfileFields> = {}): FieldName[] => {
      const before = base.current
      // An answer that was overtaken by a newer one.
      if (now.version < before.version) return []
      base.current = now
      const { follow, clash } = meet(before, now, form.getValues(), sent)
      if (about_fields.every((name) => now[name] === before[name]) && follow.length === 0) return []
      for (const name of follow) form.setValue(name, now[name])
      form.reset(fieldsOf(now), { keepValues: true, keepFieldsRef: true, keepErrors: true, keepIsSubmitted: true, keepSubmitCount: true })
      keepDraft(id, changes())
      for (const [n, name] of clash.entries()) {
        const message = now[name] ? t('about.elsewhere', { value: now[name] }) : t('about.elsewhere_empty')
        form.setError(name, { type: 'elsewhere', message }, { shouldFocus: n === 0 })
      }
      return clash
    }
    return { form, base: () => base.current, changes, take }
  }, [form, id, t])
}

/** What was typed into the server's page before the app was there; the form is about to write what is saved over it. */
function typedEarly(): Draft {
  if (typeof document === 'undefined') return {}
  const fields = about_fields.map((name) => [name, document.getElementById(name)] as const)
  return Object.fromEntries(fields.flatMap(([name, field]) => (isField(field) && field.value !== field.defaultValue ? [[name, field.value]] : [])))
}

const isField = (element: unknown) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
