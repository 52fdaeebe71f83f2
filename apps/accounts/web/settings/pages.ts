import type { ComponentType } from 'react'
import type { Book, Key } from '#web/i18n.ts'
import { book as google_book } from '../google/words.ts'
import { book as data_book } from '../own-data/words.ts'
import { book as ways_in_book } from '../ways-in/words.ts'
import { book as accounts_book } from '../words.ts'
import type { en } from './words/en.ts'

export interface SettingsPage {
  /** Below `/profile`; empty for the first. */
  path: string
  label: Key<(typeof en)['nav']>
  page: () => Promise<ComponentType>
  /** Where its own sentences stand. */
  books: Book[]
}

/** The pages of one's own account, in the order in which its navigation shows them. */
export const settingsPages: readonly SettingsPage[] = [
  { path: '', label: 'profile', page: async () => (await import('./profile-page.tsx')).ProfilePage, books: [] },
  { path: 'ways-in', label: 'ways_in', page: async () => (await import('../ways-in/ways-in-page.tsx')).WaysInPage, books: [ways_in_book, google_book] },
  { path: 'data', label: 'data', page: async () => (await import('../own-data/data-page.tsx')).DataPage, books: [data_book, accounts_book] },
]
