export interface NotesTables {
  notes: {
    id: string
    user_id: string
    title: string
    text: string
    words: number | null
    created_at: string
    updated_at: string
  }
}

declare module '#server/db/tables.ts' {
  interface Tables extends NotesTables {}
}
