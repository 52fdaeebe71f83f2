import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import type { Profile, ProfileFields } from '../../contract/profile.ts'
import { showProblem } from '../account-form.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { keepDraft } from './profile-draft.ts'
import { freshProfile, saveProfile } from './save.ts'
import { type AboutForm, about_fields, changesIn } from './use-about-form.ts'
import { useT } from './words.ts'

const pick = (profile: Profile, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, profile[name as keyof ProfileFields]])) as Partial<ProfileFields>

/**
 * Saves the fields that were changed and nothing else. When another tab was quicker, fields that only it changed are merged; a field that both
 * changed is shown, and nothing is overwritten before its owner has seen it.
 */
export function useSaveAbout(form: AboutForm, profile: Profile) {
  const t = useT()
  const accounts = useAccountT()
  const store = useStore() as AppStore
  const undo = async (before: Partial<ProfileFields>) => {
    const answer = await saveProfile(store, before)
    if ('error' in answer) return toast({ text: problemOf(accounts, answer.error), tone: 'problem' })
    return toast({ text: t('about.undone') })
  }
  const done = (saved: Profile, before: Partial<ProfileFields>, merged: boolean) => {
    form.reset(saved, { keepValues: false })
    keepDraft(profile.id, {})
    toast({ text: merged ? `${t('about.saved')} ${t('about.merged')}` : t('about.saved'), undo: () => void undo(before) })
  }
  const save = async (seen: Profile, merged: boolean): Promise<unknown> => {
    const changes = changesIn(form)
    const names = Object.keys(changes)
    if (names.length === 0) return toast({ text: t('about.nothing') })
    const answer = await saveProfile(store, changes, seen.version)
    if ('profile' in answer) return done(answer.profile, pick(seen, names), merged)
    if (answer.error.status !== 409 || merged) return showProblem(form, accounts, answer.error, about_fields)
    const now = await freshProfile(store)
    if (!now) return showProblem(form, accounts, answer.error, about_fields)
    const both = (names as (keyof ProfileFields)[]).filter((name) => now[name] !== seen[name] && now[name] !== changes[name])
    form.reset(pick(now, [...about_fields]), { keepDirtyValues: true })
    for (const [n, name] of both.entries()) {
      const message = now[name] ? t('about.elsewhere', { value: now[name] }) : t('about.elsewhere_empty')
      form.setError(name, { type: 'elsewhere', message }, { shouldFocus: n === 0 })
    }
    return both.length > 0 ? undefined : save(now, true)
  }
  return () => save(profile, false)
}
