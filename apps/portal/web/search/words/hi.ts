import type { en as english } from './en.ts'

export const hi: typeof english = {
  tab: '{page} · पॉकेट इंडिया',
  title: 'खोज',
  title_of: '“{q}”',
  label: 'राज्यों, लेखों और टिप्पणियों में खोजें',
  placeholder: 'कोई शब्द, जगह, पकवान…',
  go: 'खोजें',
  kinds: 'कहाँ खोजें',
  kind: { all: 'सब कुछ', state: 'राज्य', post: 'लेख', comment: 'टिप्पणियाँ' },
  one: { state: 'राज्य', post: 'लेख', comment: 'टिप्पणी' },
  draft: 'मसौदा, केवल आप देखते हैं',
  none: '“{q}” के लिए कुछ नहीं मिला',
  none_text: 'दूसरी वर्तनी, कम शब्द, या अपनी लिपि में नाम लिखकर देखें।',
  start: 'हर लिपि चलती है: Kerala, केरल और கேரளம் एक ही जगह ले जाते हैं।',
  results: 'नतीजे',
  more: 'और नतीजे',
  first: 'पहले नतीजे',
  pages: 'और नतीजे',
}
