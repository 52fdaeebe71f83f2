import type { ComponentType } from 'react'
import type { Book, Key } from '#web/i18n.ts'
import type { AppStore } from '#web/store.ts'
import { book as google_book } from '../google/words.ts'
import { book as profile_book } from '../profile/words.ts'
import { book as ways_in_book } from '../ways-in/words.ts'
import { book } from '../words.ts'
import type { en } from './words/en.ts'

export interface SettingsPage {
  /** Below `/profile`; empty for the first. */
  path: string
  label: Key<(typeof en)['nav']>
  page: () => Promise<ComponentType>
  /** Where its own sentences stand. */
  books: Book[]
  /** Fills the store before the page shows. */
  load?: (store: AppStore) => Promise<unknown>
}

/** The pages of one's own account, in the order in which its navigation shows them. */
export const settingsPages: readonly SettingsPage[] = [
  {
    path: '',
    label: 'profile',
    page: async () => (await import('../profile/profile-page.tsx')).ProfilePage,
    books: [profile_book, book],
    // Only when it is visited: what it asks with loads with it.
    load: async (store) => (await import('../profile/save.ts')).loadProfile(store),
  },
  { path: 'ways-in', label: 'ways_in', page: async () => (await import('../ways-in/ways-in-page.tsx')).WaysInPage, books: [ways_in_book, google_book] },
]
