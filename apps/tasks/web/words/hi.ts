import type { en } from './en.ts'

export const hi: typeof en = { nav: 'काम', offer: 'सूची में जोड़ें' }
