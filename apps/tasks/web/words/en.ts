export const en = { nav: 'Tasks' }
