import type { en } from './en.ts'

export const hi: typeof en = {
  title: 'काम',
  description: 'आपकी सूचियाँ और बाक़ी काम।',
  again: 'फिर कोशिश करें',
  views: { label: 'काम', today: 'आज', upcoming: 'आगे', overdue: 'समय बीत गया', done: 'पूरे हुए', search: 'खोज' },
  lists: {
    label: 'सूचियाँ',
    new: 'नई सूची',
    first: 'मेरी सूची',
    none: 'ऐसी कोई सूची नहीं है',
    none_why: 'शायद इसे किसी और डिवाइस पर हटा दिया गया है।',
    home: 'अपने कामों पर जाएँ',
    open: { one: '{count} काम बाक़ी', other: '{count} काम बाक़ी' },
  },
  done: {
    list_removed: 'सूची “{name}” हटा दी गई।',
    done: { one: 'पूरा हुआ: {title}', other: '{count} काम पूरे हुए।' },
    changed: { one: '{count} काम बदला गया।', other: '{count} काम बदले गए।' },
    scheduled: { one: 'तारीख़ बदल दी गई।', other: '{count} कामों की तारीख़ बदल दी गई।' },
    moved: { one: '{list} में ले जाया गया।', other: '{count} काम {list} में ले जाए गए।' },
    removed: { one: 'हटाया गया: {title}', other: '{count} काम हटाए गए।' },
  },
  add: { label: 'नया काम', placeholder: 'काम जोड़ें' },
  todo: { mark: 'पूरा हुआ: {title}' },
  empty: { list: 'यहाँ कोई काम बाक़ी नहीं', list_next: 'जो मन में आए, ऊपर के खाने में लिख लें।' },
  failed: 'काम लोड नहीं हो सके',
  failed_why: 'अपना कनेक्शन देखकर फिर कोशिश करें।',
  loading: 'लोड हो रहा है…',
  more: 'और दिखाएँ',
}
