import { useEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import type { Profile, ProfileFields } from '../../contract/profile.ts'
import { showProblem } from '../account-form.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { about_fields, type Base } from './meeting.ts'
import { freshProfile, saveFields, shownProfile } from './save.ts'
import type { AboutForm } from './use-about-form.ts'
import { useT } from './words.ts'

const pick = (base: Base, changes: Partial<ProfileFields>) =>
  Object.fromEntries(about_fields.filter((name) => name in changes).map((name) => [name, base[name]])) as Partial<ProfileFields>

/**
 * Saves the fields that were changed and nothing else. When another tab was quicker, fields that only it changed are merged; a field that both
 * changed is shown, and nothing is overwritten before its owner has seen it.
 */
export function useSaveAbout(about: AboutForm) {
  const t = useT()
  const accounts = useAccountT()
  const store = useStore() as AppStore
  const undo = async (before: Partial<ProfileFields>) => {
    const answer = await saveFields(store, before)
    if ('error' in answer) return toast({ text: problemOf(accounts, answer.error), tone: 'problem' })
    return toast({ text: t('about.undone') })
  }
  const save = async (merged: boolean): Promise<unknown> => {
    const seen = about.base()
    const sent = about.changes()
    if (Object.keys(sent).length === 0) return toast({ text: merged ? t('about.saved') : t('about.nothing') })
    const answer = await saveFields(store, sent, seen.version)
    if ('profile' in answer) {
      about.take(answer.profile, sent)
      return toast({ text: merged ? `${t('about.saved')} ${t('about.merged')}` : t('about.saved'), undo: () => void undo(pick(seen, sent)) })
    }
    const now = answer.error.status === 409 && !merged ? await freshProfile(store) : undefined
    if (!now) return showProblem(about.form, accounts, answer.error, about_fields)
    return about.take(now).length > 0 ? undefined : save(true)
  }
  return save
}

/** Submits the form, once at a time. What becomes known of the profile elsewhere waits until the save on its way has ended. */
export function useSubmitAbout(about: AboutForm, profile: Profile) {
  const store = useStore() as AppStore
  const save = useSaveAbout(about)
  const running = useRef(false)
  const [saving, setSaving] = useState(false)
  const { take } = about
  useEffect(() => {
    // The form drops a submission that it is reset in the midst of.
    if (!running.current) take(profile)
  }, [profile, take])
  const submit = async () => {
    if (running.current) return
    running.current = true
    setSaving(true)
    try {
      await about.form.handleSubmit(() => save(false))()
    } finally {
      running.current = false
      setSaving(false)
      const now = shownProfile(store)
      if (now) take(now)
    }
  }
  return { submit, saving }
}
