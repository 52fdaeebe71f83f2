import { useStore } from 'react-redux'
import { useLocation } from 'react-router'
import { addressIn } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import type { AppStore } from '#web/store.ts'
import { setTheme, themes, useTheme } from '#web/theme.ts'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Preferences } from '../../contract/fields.ts'
import type { Profile } from '../../contract/profile.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { savePreferences } from './save.ts'
import { useT } from './words.ts'

const languages = ['en', 'hi'] as const

/** What goes with one to every device. Each choice is saved at once and can be taken back in the toast. */
export function PreferencesSection({ profile: { preferences } }: { profile: Profile }) {
  const t = useT()
  const language = useLanguage()
  const theme = useTheme()
  const choose = useChoose()
  const { show_name = false, show_bio = true } = preferences
  return (
    <section aria-labelledby="preferences-title" className="hairline mt-8 pt-6">
      <h2 id="preferences-title" className="font-semibold text-20">
        {t('preferences.title')}
      </h2>
      <p className="mt-1 text-ink-2">{t('preferences.help')}</p>
      <div className="mt-4 grid gap-5 sm:grid-cols-2">
        <Segmented
          legend={t('preferences.language')}
          name="own-language"
          value={preferences.language ?? language}
          options={languages.map((value) => ({ value, label: t(`preferences.languages.${value}`) }))}
          onChange={(value) => void choose({ language: value }, { language: preferences.language ?? language })}
        />
        <Segmented
          legend={t('preferences.theme')}
          name="own-theme"
          value={preferences.theme ?? theme}
          options={themes.map((value) => ({ value, label: t(`preferences.themes.${value}`) }))}
          onChange={(value) => void choose({ theme: value }, { theme: preferences.theme ?? theme })}
        />
      </div>
      <fieldset className="mt-6">
        <legend className="font-[550]">{t('preferences.public')}</legend>
        <p className="mt-1 max-w-[60ch] text-13 text-ink-2">{t('preferences.always')}</p>
        <Check label={t('preferences.show_name')} checked={show_name} onChange={(on) => void choose({ show_name: on }, { show_name })} />
        <Check label={t('preferences.show_bio')} checked={show_bio} onChange={(on) => void choose({ show_bio: on }, { show_bio })} />
      </fieldset>
    </section>
  )
}

function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} className="size-5 accent-neel" />
      {label}
    </label>
  )
}

/** Saves a choice and lives by it at once; `before` is what the toast takes one back to. */
function useChoose() {
  const t = useT()
  const accounts = useAccountT()
  const store = useStore() as AppStore
  const here = useLanguage()
  const { pathname } = useLocation()
  const choose = async (chosen: Preferences, before?: Preferences): Promise<void> => {
    if (chosen.theme) setTheme(chosen.theme)
    const answer = await savePreferences(store, chosen)
    if ('error' in answer) {
      if (before?.theme) setTheme(before.theme)
      toast({ text: problemOf(accounts, answer.error), tone: 'problem' })
      return
    }
    // Another language is another address; there the choice speaks for itself.
    if (chosen.language && chosen.language !== here) location.assign(addressIn(chosen.language, pathname))
    else toast({ text: t('preferences.saved'), ...(before && { undo: () => void choose(before) }) })
  }
  return choose
}
