import type { Language } from '#contract/render.ts'

/** The data names its sources in English; these are the same in Hindi. */
const in_hindi: Record<string, string> = {
  'Census of India 2011, final figures, put together by us for the present boundaries': 'भारत की जनगणना 2011 के अंतिम आँकड़े, आज की सीमाओं के लिए हमारे द्वारा जोड़े गए',
  'Survey of India and state governments, by way of encyclopaedias; administered area': 'भारतीय सर्वेक्षण विभाग और राज्य सरकारें, विश्वकोशों के माध्यम से; प्रशासित क्षेत्रफल',
  'Government notifications and news of them': 'सरकारी अधिसूचनाएँ और उनके समाचार',
  'Seats of Parliament and the legislatures in force': 'संसद और विधानमंडलों की लागू सीटें',
  'Unicode CLDR, names of subdivisions': 'यूनिकोड CLDR, प्रदेशों के नाम',
  'Encyclopaedias and public reference lists, compared': 'विश्वकोश और सार्वजनिक संदर्भ सूचियाँ, आपस में मिलाकर',
  'State governments and reference lists; sources often disagree': 'राज्य सरकारें और संदर्भ सूचियाँ; स्रोतों में अक्सर अंतर है',
  'General knowledge of the editors': 'संपादकों का सामान्य ज्ञान',
}

/** A source that has no Hindi name yet keeps its English one. */
export const sourceIn = (source: string, language: Language) => (language === 'hi' ? (in_hindi[source] ?? source) : source)
