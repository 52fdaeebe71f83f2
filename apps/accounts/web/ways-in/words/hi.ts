import type { en } from './en.ts'

export const hi: typeof en = {
  title: 'साइन इन के तरीक़े',
  why: 'जिन-जिन तरीक़ों से आपका खाता खुलता है। दो तरीक़े रखना बेहतर है: एक खो जाए तो दूसरा काम आएगा।',
}
