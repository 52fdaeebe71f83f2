export const en = { nav: 'Chat' }
