import { wordsOf } from '../search/words.ts'

/** Numbers that look random and are the same at each run (mulberry32): two databases that are filled alike can be compared. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Language = 'en' | 'hi' | 'ta'

const sources: Record<Language, { words: string; openings: string[] }> = {
  en: {
    words:
      'the train to the coast leaves before dawn and the tea at the station is sweet we walked along the ghats in the rain with a map from the library a fisherman showed us the old harbour where boats are painted each spring temple bells carry over the backwaters while herons wait in the paddy markets smell of cardamom jaggery and wet stone people say the monsoon is late this year but clouds stand over the hills a weaver in the village explained the pattern of her loom and the names of its colours our bus crossed three rivers two passes and one very long bridge children flew kites from the roof of the fort at night the desert is cold and full of stars the museum keeps maps letters coins and a small bronze dancer breakfast was idli dosa chutney and filter coffee from a brass tumbler nobody hurries on the ferry the road to the monastery is closed in winter bring water good shoes and some patience',
    openings: [
      'A slow train to',
      'Three days in',
      'What nobody told me about',
      'Rain over',
      'Breakfast in',
      'An old map of',
      'Walking through',
      'The last ferry to',
    ],
  },
  hi: {
    words:
      'सुबह की गाड़ी समय पर चली और खिड़की से खेत दिखाई दिए नदी के घाट पर लोग दीये जलाते हैं बाज़ार में इलायची गुड़ और गीली मिट्टी की महक है पहाड़ों में बारिश देर से आई पर बादल ठहरे रहे एक बुनकर ने अपने करघे के रंगों के नाम बताए किले की छत से बच्चे पतंग उड़ाते हैं रेगिस्तान की रात ठंडी और तारों से भरी होती है हमारी बस ने तीन नदियाँ और एक लंबा पुल पार किया संग्रहालय में पुराने सिक्के चिट्ठियाँ और नक्शे रखे हैं मंदिर की घंटी दूर तक सुनाई देती है नाश्ते में पोहा जलेबी और चाय मिली सर्दियों में मठ का रास्ता बंद रहता है पानी और अच्छे जूते साथ रखिए',
    openings: ['धीमी रेल से', 'तीन दिन', 'बारिश में', 'पुराना नक्शा और', 'सुबह का', 'रास्ते में', 'एक शाम', 'यादों का'],
  },
  ta: {
    words:
      'காலையில் ரயில் கடற்கரை வழியாகச் சென்றது கோயில் மணி தொலைவில் கேட்டது மழை மலைகளின் மேல் நின்றது சந்தையில் ஏலக்காய் வெல்லம் மணம் வீசியது மீனவர் பழைய துறைமுகத்தைக் காட்டினார் நெசவாளர் தன் தறியின் நிறங்களைச் சொன்னார் குழந்தைகள் கோட்டை மேல் பட்டம் விட்டனர் ஆற்றின் பாலம் மிக நீளமானது இட்லி தோசை சட்னி காபி காலை உணவு அருங்காட்சியகத்தில் பழைய நாணயங்கள் உள்ளன படகு மெதுவாகச் செல்கிறது இரவு வானம் நட்சத்திரங்கள் நிறைந்தது நல்ல காலணி தண்ணீர் எடுத்துச் செல்லுங்கள்',
    openings: ['மெதுவான ரயிலில்', 'மூன்று நாட்கள்', 'மழையில்', 'பழைய வரைபடம்', 'காலையில்', 'வழியில்', 'ஒரு மாலை', 'நினைவில்'],
  },
}

/** Names that few texts have, so that searches for rare words have something to find: one for every number. */
const syllables = 'ka ra ma na la ta pa va sa da ha ja ga ba cha dha ni ri mi li'.split(' ')
export function rareName(n: number): string {
  let name = ''
  for (let rest = n + 400; rest > 0; rest = Math.floor(rest / syllables.length)) name += syllables[rest % syllables.length]
  return name
}

export const languageOf = (random: number): Language => (random < 0.7 ? 'en' : random < 0.9 ? 'hi' : 'ta')

const vocabulary = Object.fromEntries(Object.entries(sources).map(([language, { words }]) => [language, words.split(' ')])) as Record<Language, string[]>
const pick = <T>(list: readonly T[], random: number): T => list[Math.floor(random * list.length)] as T

export function sentence(language: Language, random: () => number): string {
  const count = 6 + Math.floor(random() * 12)
  const words = Array.from({ length: count }, () => pick(vocabulary[language], random()))
  const text = words.join(' ')
  return `${text[0]?.toUpperCase()}${text.slice(1)}${language === 'hi' ? '।' : '.'}`
}

export const titleOf = (language: Language, random: () => number, n: number): string =>
  `${pick(sources[language].openings, random())} ${rareName(n % 20_000)} ${pick(vocabulary[language], random())}`

/** Every word that these texts may have. */
export const allWords = (names: number): string[] =>
  wordsOf(
    [
      ...Object.values(sources).flatMap(({ words, openings }) => [words, ...openings]),
      ...Array.from({ length: Math.min(names, 20_000) }, (_, n) => rareName(n)),
    ].join(' '),
  )
