export const en = {
  offer: {
    title: 'Add to a list',
    due: 'Due (optional)',
    lists: 'Which list?',
    none: 'You have no list yet. Name your first one.',
    new: 'New list',
    new_hint: 'Kerala in January',
    create: 'Create and add',
    name_missing: 'Give the list a name.',
    added: 'Added to “{list}”.',
    open: 'Open',
    failed: 'Your lists could not be loaded.',
    again: 'Try again',
    loading: 'Loading your lists…',
    open_count: { one: '{count} open', other: '{count} open' },
  },
}
