import NotebookPen from 'lucide-react/icons/notebook-pen'
import { redirect } from 'react-router'
import { defineWebApp } from '#web/app.ts'
import { load, once } from '#web/load.ts'
import { loadSession } from '#web/session.ts'
import { notesApi } from './api.ts'
import { book } from './words.ts'

export const notes = defineWebApp({
  name: 'notes',
  words: book,
  nav: [{ label: 'nav', to: '/notes', icon: NotebookPen, who: 'user' }],
  routes: ({ store }) => [
    {
      path: 'notes',
      loader: async () => {
        const { user } = await loadSession(store)
        if (!user) throw redirect('/login?next=/notes')
        await load(store.dispatch(notesApi.endpoints.listNotes.initiate({}, once)))
        return null
      },
      lazy: { Component: async () => (await import('./notes-page.tsx')).NotesPage },
    },
  ],
})
