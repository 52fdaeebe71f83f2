import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { useT } from './book.ts'
import { Keeper, type Shown, type Stored } from './keeper.ts'
import { freshDraft, saverOf } from './remote.ts'
import { openShelf } from './shelf.ts'

interface Options {
  user_id: string
  post_id: string
  start: Stored
  exists: boolean
  translation_of: string | undefined
}

/** The keeper of a post in this tab, once this browser's own shelf has been looked through. Tells other tabs what it saves, and hears them. */
export function useKeeper({ user_id, post_id, start, exists, translation_of }: Options): { keeper: Keeper | undefined; made: boolean } {
  const t = useT()
  const store = useStore() as AppStore
  const [keeper, setKeeper] = useState<Keeper>()
  const [made, setMade] = useState(exists)
  // What the page began with: later answers of the server go through the keeper.
  const [first] = useState({ start, exists, translation_of, again: t('state.problem') })
  useEffect(() => {
    let wanted = true
    let stop = () => {}
    void openShelf(user_id, post_id).then(({ shelf, kept, close }) => {
      if (!wanted) return close()
      const tabs = new BroadcastChannel(`post.${post_id}`)
      const save = saverOf(store, { post_id, ...first, onMade: () => setMade(true) })
      const own = new Keeper({
        start: first.start,
        kept,
        shelf,
        save: async (doc, version) => {
          const saved = await save(doc, version)
          if (saved.kind === 'saved') tabs.postMessage(saved.stored)
          return saved
        },
      })
      tabs.onmessage = ({ data }: MessageEvent<Stored>) => own.elsewhere(data)
      const stopWaking = wakeWith(own, async () => {
        const fresh = made_now() ? await freshDraft(store, post_id) : undefined
        if (fresh) own.elsewhere(fresh)
      })
      const made_now = () => first.exists || own.version > 0
      stop = () => {
        stopWaking()
        tabs.close()
        own.close()
        // What was typed last is sent even when one leaves the page within the app.
        void own.flush().finally(close)
      }
      setKeeper(own)
    })
    return () => {
      wanted = false
      stop()
    }
  }, [store, user_id, post_id, first])
  return { keeper, made }
}

/** Tries again when the network or the person comes back; looks then what other devices have done. */
function wakeWith(keeper: Keeper, look: () => Promise<void>): () => void {
  const wake = () => {
    if (document.visibilityState === 'hidden') return void keeper.flush()
    keeper.wake()
    void look()
  }
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  return () => {
    removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', wake)
  }
}

export const useShown = (keeper: Keeper): Shown => useSyncExternalStore(keeper.subscribe, keeper.shown, keeper.shown)
