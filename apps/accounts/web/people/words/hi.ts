import type { en } from './en.ts'

export const hi: typeof en = {
  description: 'पॉकेट इंडिया पर {name}, {month} से सदस्य।',
  since: '{month} से सदस्य',
  no_bio: '{name} ने यहाँ अभी कुछ नहीं लिखा है।',
  write: '{name} को लिखें',
  yours: 'दूसरों को आप ऐसे दिखते हैं।',
  edit: 'अपनी प्रोफ़ाइल बदलें',
}
