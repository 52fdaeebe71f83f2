export const en = { nav: 'Tasks', offer: 'Add to a list' }
