import type { ComponentType } from 'react'
import type { Book, Key } from '#web/i18n.ts'
import type { AppStore } from '#web/store.ts'
import { book as codes_book } from '../codes/words.ts'
import { book as devices_book } from '../devices/words.ts'
import { book as google_book } from '../google/words.ts'
import { book as history_book } from '../history/words.ts'
import { book as keys_book } from '../keys/words.ts'
import { book as data_book } from '../own-data/words.ts'
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
  /** Puts what the page shows into the store, so that it comes with the page. */
  load?: (store: AppStore, user_id: string) => Promise<unknown>
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
  { path: 'password', label: 'password', page: async () => (await import('../codes/password-page.tsx')).PasswordPage, books: [book, codes_book] },
  {
    path: 'ways-in',
    label: 'ways_in',
    page: async () => (await import('../ways-in/ways-in-page.tsx')).WaysInPage,
    books: [ways_in_book, google_book],
    load: async (store) => (await import('../ways-in/api.ts')).loadWaysIn(store),
  },
  {
    path: 'devices',
    label: 'devices',
    page: async () => (await import('../devices/devices-page.tsx')).DevicesPage,
    books: [devices_book],
    load: async (store, user_id) => (await import('../devices/api.ts')).loadDevices(store, user_id),
  },
  {
    path: 'keys',
    label: 'keys',
    page: async () => (await import('../keys/keys-page.tsx')).KeysPage,
    books: [book, keys_book],
    load: async (store, user_id) => (await import('../keys/api.ts')).loadKeys(store, user_id),
  },
  {
    path: 'history',
    label: 'history',
    page: async () => (await import('../history/history-page.tsx')).HistoryPage,
    books: [history_book],
    load: async (store, user_id) => (await import('../history/api.ts')).loadHistory(store, user_id),
  },
  { path: 'data', label: 'data', page: async () => (await import('../own-data/data-page.tsx')).DataPage, books: [data_book, book] },
]
