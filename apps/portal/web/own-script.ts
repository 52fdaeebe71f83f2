/** The language tags of the names in their own script, so that each is set and read aloud rightly. */
const tags: Record<string, string> = {
  Assamese: 'as',
  Bengali: 'bn',
  English: 'en',
  Gujarati: 'gu',
  Hindi: 'hi',
  Kannada: 'kn',
  Konkani: 'kok',
  Ladakhi: 'lbj',
  Malayalam: 'ml',
  Marathi: 'mr',
  Meitei: 'mni-Mtei',
  Mizo: 'lus',
  Nepali: 'ne',
  Odia: 'or',
  Punjabi: 'pa',
  Tamil: 'ta',
  Telugu: 'te',
  Urdu: 'ur',
}

interface Named {
  name: string
  name_hi: string
  name_local: string
  local_language: string
}

/** `lang` and `dir` for the own-script name; of “Hindi / Chhattisgarhi” the first counts. */
export function ownScript(state: Pick<Named, 'local_language'>): { lang: string; dir?: 'rtl' } {
  const lang = tags[state.local_language.split(/[ /]/)[0] ?? ''] ?? 'und'
  return lang === 'ur' ? { lang, dir: 'rtl' } : { lang }
}

/** Whether the own-script name says something that the page's name of the place does not; two spellings of a Hindi name are one name. */
export function hasOwnName(state: Named, shown: string): boolean {
  const in_hindi = shown === state.name_hi && ownScript(state).lang === 'hi'
  return !in_hindi && state.name_local !== shown && state.name_local !== state.name
}
