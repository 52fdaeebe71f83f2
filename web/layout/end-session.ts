import { signOut } from '../session.ts'
import type { AppStore } from '../store.ts'
import { toast } from '../ui/toast.ts'
import type { useShellT } from '../words.ts'

/** Signs out and says how it went. */
export async function endSession(store: AppStore, t: ReturnType<typeof useShellT>) {
  const gone = await signOut(store)
  if (gone) toast({ text: t('account.signed_out') })
  else toast({ text: t('account.sign_out_failed'), tone: 'problem', action: { label: t('account.again'), run: () => void endSession(store, t) } })
}
