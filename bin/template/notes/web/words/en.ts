export const en = {
  title: 'Notes',
  description: 'Short notes that only you see.',
  nav: 'Notes',
  add: 'Add note',
  new_note: 'New note',
  remove: 'Remove “{title}”',
  words: { one: '{count} word', other: '{count} words' },
  empty: 'No notes yet',
  empty_hint: 'Write the first one above.',
  failed: 'That was not stored. Your text is still here: try again.',
}
