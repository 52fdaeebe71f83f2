import { useCallback } from 'react'
import { type Translate, translate, useLanguage } from '../i18n.ts'

/** The sentences of what opens over a page, in both languages: they load with the palette and the list of keys, and weigh on no first visit. */
export const en = {
  palette: {
    title: 'Search',
    placeholder: 'A state, a page…',
    pages: 'Pages',
    none: 'Nothing found for “{query}”.',
    none_next: 'Try another spelling, the capital, or the two-letter code.',
    count: { one: '{count} result', other: '{count} results' },
    loading: 'Loading…',
  },
  shortcuts: {
    title: 'Keyboard',
    search: 'Search or go to a page',
    help: 'Show this list',
    next: 'Next link or field',
    previous: 'Previous link or field',
    activate: 'Open a link, press a button',
    close: 'Close what is open',
    everywhere: 'On every page',
    skip: 'The first Tab on a page offers to skip to the content.',
  },
}

export const hi: typeof en = {
  palette: {
    title: 'खोज',
    placeholder: 'कोई राज्य या पृष्ठ…',
    pages: 'पृष्ठ',
    none: '“{query}” के लिए कुछ नहीं मिला।',
    none_next: 'वर्तनी बदलकर देखें, या राजधानी अथवा दो अक्षरों का कोड लिखें।',
    count: { one: '{count} नतीजा', other: '{count} नतीजे' },
    loading: 'आ रहा है…',
  },
  shortcuts: {
    title: 'कीबोर्ड',
    search: 'खोजें या किसी पृष्ठ पर जाएँ',
    help: 'यह सूची देखें',
    next: 'अगला लिंक या खाना',
    previous: 'पिछला लिंक या खाना',
    activate: 'लिंक खोलें, बटन दबाएँ',
    close: 'जो खुला है उसे बंद करें',
    everywhere: 'हर पृष्ठ पर',
    skip: 'हर पृष्ठ पर पहला Tab सीधे मुख्य सामग्री पर जाने का रास्ता देता है।',
  },
}

export function useOverT(): Translate<typeof en> {
  const language = useLanguage()
  return useCallback((key, values) => translate(language === 'hi' ? hi : en, language, key, values), [language])
}
