import { type ChangeEvent, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { CropDialog } from '#web/ui/crop-dialog.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Profile } from '../../contract/profile.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { Sending } from './sending.tsx'
import { takeAvatarAway, useAvatarUpload } from './use-avatar-upload.ts'
import { useT } from './words.ts'

/** As wide as the server keeps it, twice over: it draws it anew. */
const sent_width = 512
const accepted = 'image/jpeg,image/png,image/webp,image/gif'

/** One's picture: choose a file, choose the part of it, watch it go. */
export function AvatarSection({ profile }: { profile: Profile }) {
  const t = useT()
  const accounts = useAccountT()
  const store = useStore() as AppStore
  const input = useRef<HTMLInputElement>(null)
  const [picture, setPicture] = useState<ImageBitmap>()
  const [unreadable, setUnreadable] = useState(false)
  const upload = useAvatarUpload(store)
  const choose = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? []
    if (!file) return
    const opened = await createImageBitmap(file).catch(() => undefined)
    // The same file may be chosen again.
    currentTarget.value = ''
    setUnreadable(!opened)
    setPicture(opened)
  }
  const close = () => {
    upload.stop()
    picture?.close()
    setPicture(undefined)
  }
  const use = async (square: Blob) => {
    if (!(await upload.send(square))) return
    setPicture(undefined)
    toast({ text: t('picture.saved') })
  }
  return (
    <section aria-labelledby="picture-title" className="hairline mt-8 pt-6">
      <h2 id="picture-title" className="font-semibold text-20">
        {t('picture.title')}
      </h2>
      <div className="mt-4 flex flex-wrap items-center gap-5">
        <Avatar person={profile} large className="size-24 text-44" />
        <div className="grid gap-2">
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => input.current?.click()}>{profile.avatar ? t('picture.change') : t('picture.add')}</Button>
            {profile.avatar && (
              <Button kind="quiet" onClick={() => void takeAvatarAway(store, profile, { t, accounts })}>
                {t('picture.remove')}
              </Button>
            )}
          </div>
          <input
            ref={input}
            type="file"
            accept={accepted}
            onChange={(event) => void choose(event)}
            tabIndex={-1}
            aria-label={t('picture.add')}
            className="sr-only"
          />
          {unreadable && (
            <p role="alert" className="text-sindoor">
              {t('picture.unreadable')}
            </p>
          )}
        </div>
      </div>
      <p className="mt-3 max-w-[60ch] text-13 text-ink-2">{t('picture.help')}</p>
      {picture && (
        <CropDialog
          picture={picture}
          ratio={1}
          round
          sent_width={sent_width}
          words={{ title: t('crop.title'), area: t('crop.area'), zoom: t('crop.zoom'), help: t('crop.help'), use: t('crop.use'), cancel: t('crop.cancel') }}
          busy={upload.progress !== undefined}
          onUse={(square) => void use(square)}
          onClose={close}
        >
          {upload.progress && <Sending progress={upload.progress} />}
          {upload.error && (
            <p role="alert" className="text-sindoor">
              {problemOf(accounts, upload.error)}
            </p>
          )}
        </CropDialog>
      )}
    </section>
  )
}
