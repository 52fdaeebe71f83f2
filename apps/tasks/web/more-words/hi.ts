import type { en } from './en.ts'

export const hi: typeof en = {
  offer: {
    title: 'सूची में जोड़ें',
    due: 'कब तक (ज़रूरी नहीं)',
    lists: 'किस सूची में?',
    none: 'आपकी अभी कोई सूची नहीं है। पहली सूची को नाम दें।',
    new: 'नई सूची',
    new_hint: 'जनवरी में केरल',
    create: 'बनाकर जोड़ें',
    name_missing: 'सूची को नाम दें।',
    added: '“{list}” में जोड़ा गया।',
    open: 'खोलें',
    failed: 'आपकी सूचियाँ लोड नहीं हो सकीं।',
    again: 'फिर कोशिश करें',
    loading: 'सूचियाँ लोड हो रही हैं…',
    open_count: { one: '{count} बाक़ी', other: '{count} बाक़ी' },
  },
}
