import type { en } from './en.ts'

export const hi: typeof en = {
  tab: '{page} · पॉकेट इंडिया',
  nav: { explore: 'राज्य', blog: 'ब्लॉग', posts_of: 'लेख', moderation: 'निगरानी', contact: 'संपर्क', notices: 'सूचनाएँ', about_data: 'स्रोत और शंकाएँ', search: 'खोजें' },
  figures: {
    population: { name: 'जनसंख्या', unit: 'लोग', what: '2011 की जनगणना में लोग' },
    density: { name: 'घनत्व', unit: 'लोग प्रति वर्ग किमी', what: 'प्रति वर्ग किलोमीटर लोग, 2011' },
    literacy: { name: 'साक्षरता', unit: '7 वर्ष और उससे बड़े लोगों में', what: '7 वर्ष और उससे बड़े लोगों में पढ़-लिख सकने वाले, 2011' },
    sex_ratio: { name: 'लिंगानुपात', unit: 'महिलाएँ प्रति 1,000 पुरुष', what: 'प्रति 1,000 पुरुषों पर महिलाएँ, हर उम्र के, 2011' },
    area: { name: 'क्षेत्रफल', unit: 'वर्ग किमी', what: 'वर्ग किलोमीटर' },
  },
  kinds: { state: 'राज्य', union_territory: 'केंद्र शासित प्रदेश' },
  zones: {
    Northern: 'उत्तर',
    Central: 'मध्य',
    Eastern: 'पूर्व',
    Western: 'पश्चिम',
    Southern: 'दक्षिण',
    'North-Eastern': 'पूर्वोत्तर',
    Islands: 'द्वीप',
  },
  zone_of: {
    Northern: 'उत्तर भारत',
    Central: 'मध्य भारत',
    Eastern: 'पूर्वी भारत',
    Western: 'पश्चिमी भारत',
    Southern: 'दक्षिण भारत',
    'North-Eastern': 'पूर्वोत्तर भारत',
    Islands: 'भारत के द्वीप',
  },
  compare: {
    tick: 'तुलना में {name}',
    column: 'तुलना',
    hint: 'तुलना के लिए दो से चार जगहें चुनें।',
    full: 'चार जगहें चुनी जा चुकी हैं, इससे ज़्यादा नहीं। दूसरी चुनने के लिए एक हटाएँ।',
    chosen: 'तुलना के लिए चुनी जगहें',
    go: 'तुलना करें',
    go_count: '{count} की तुलना करें',
    one_more: 'तुलना के लिए एक और चुनें।',
    remove: '{name} हटाएँ',
  },
  about: {
    title: 'तथ्य कहाँ से आए',
    description: 'पॉकेट इंडिया के तथ्यों और नक़्शे के स्रोत, आज की सीमाओं के आँकड़े कैसे निकले, और कहाँ शंका है।',
  },
  credit: {
    map: 'नक़्शा: MapSVG (CC BY 4.0), सरल किया हुआ; जम्मू और कश्मीर और लद्दाख अलग दिखाए गए हैं।',
    facts: 'तथ्य कहाँ से आए',
  },
}
