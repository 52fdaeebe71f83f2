import type { en } from './en.ts'

export const hi: typeof en = {
  title: 'टिप्पणियाँ',
  description: 'छोटी टिप्पणियाँ, जो केवल आप देखते हैं।',
  nav: 'टिप्पणियाँ',
  add: 'जोड़ें',
  new_note: 'नई टिप्पणी',
  remove: '“{title}” हटाएँ',
  words: { one: '{count} शब्द', other: '{count} शब्द' },
  empty: 'अभी कोई टिप्पणी नहीं',
  empty_hint: 'पहली टिप्पणी ऊपर लिखें।',
  failed: 'सहेजा नहीं जा सका। आपका लिखा यहीं है: फिर कोशिश करें।',
}
