import type { FormEvent, KeyboardEvent } from 'react'
import { useEarlySubmit } from '#web/early-submit.ts'
import { Button } from '#web/ui/button.tsx'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { Field } from '#web/ui/field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { most, type Profile, type ProfileFields } from '../../contract/profile.ts'
import { about_fields } from './meeting.ts'
import { keepDraft } from './profile-draft.ts'
import { type AboutForm, useAboutForm } from './use-about-form.ts'
import { useSubmitAbout } from './use-save-about.ts'
import { useT } from './words.ts'

/** What one says of oneself; Ctrl + Enter saves from any field. */
export function AboutSection({ profile }: { profile: Profile }) {
  const t = useT()
  const about = useAboutForm(profile)
  const { submit, saving } = useSubmitAbout(about, profile)
  const { form } = about
  const { errors, isDirty } = form.formState
  const element = useEarlySubmit()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void submit()
  }
  const discard = () => {
    form.reset()
    keepDraft(profile.id, {})
  }
  const wrong = about_fields.flatMap((id) => (errors[id]?.message ? [{ id, message: errors[id].message }] : []))
  return (
    <section aria-labelledby="about-title" className="hairline mt-8 pt-6">
      <h2 id="about-title" className="font-semibold text-20">
        {t('about.title')}
      </h2>
      <form ref={element} data-app="" method="post" noValidate onSubmit={onSubmit} onKeyDown={onKeyDown} className="mt-4 grid gap-5">
        <ErrorSummary title={t('about.wrong')} message={errors.root?.message} fields={wrong.length > 1 ? wrong : []} />
        <Fields form={form} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="main" busy={saving}>
            {saving ? t('about.saving') : t('about.save')}
          </Button>
          {isDirty && (
            <Button kind="quiet" onClick={discard}>
              {t('about.discard')}
            </Button>
          )}
          <p role="status" className="text-13 text-ink-2">
            {isDirty ? t('about.draft') : ''}
          </p>
        </div>
        <p className="text-13 text-ink-2 pointer-coarse:hidden">{t('about.shortcut')}</p>
      </form>
    </section>
  )
}

function Fields({ form }: { form: AboutForm['form'] }) {
  const t = useT()
  const { register, formState } = form
  const own = (name: keyof ProfileFields) => ({ ...register(name), defaultValue: formState.defaultValues?.[name] ?? '' })
  const { first_name, last_name, bio, phone, address } = formState.errors
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field id="first_name" label={t('about.first_name')} error={first_name?.message} autoComplete="given-name" {...own('first_name')} />
        <Field id="last_name" label={t('about.last_name')} error={last_name?.message} autoComplete="family-name" {...own('last_name')} />
      </div>
      <Bio form={form} error={bio?.message} />
      <Field
        id="phone"
        label={t('about.phone')}
        help={t('about.private_help')}
        error={phone?.message}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        {...own('phone')}
      />
      <TextArea
        id="address"
        label={t('about.address')}
        help={t('about.private_help')}
        error={address?.message}
        rows={3}
        autoComplete="street-address"
        {...own('address')}
      />
    </>
  )
}

/** Counts as the server does: in characters, not in code units. */
function Bio({ form, error }: { form: AboutForm['form']; error: string | undefined }) {
  const t = useT()
  const left = most.bio - [...(form.watch('bio') ?? '').normalize('NFC').trim()].length
  const count = left < 0 ? t('about.over', { count: -left }) : t('about.left', { count: left })
  return (
    <TextArea
      id="bio"
      label={t('about.bio')}
      help={t('about.bio_help')}
      count={count}
      error={error}
      rows={5}
      {...form.register('bio')}
      defaultValue={form.formState.defaultValues?.bio ?? ''}
    />
  )
}
