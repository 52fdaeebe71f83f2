import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { dayIn, type Reader, type Wordings, writeTo } from './mail-reader.ts'
import { pageIn } from './own-looks.ts'

const day = ({ language }: Reader, iso: string) => dayIn(language, iso, 'Asia/Kolkata')
const page = (site: Site, origin: string, { language }: Reader, path: string) => `${site.config.PUBLIC_URL ?? origin}${pageIn(language, path)}`

const ready: Wordings<[until: string]> = {
  en: (until) => ({
    subject: 'Your data is ready',
    paragraphs: [
      `All that we hold of you is in one zip file, as JSON and as a page to read. You can fetch it until ${until}; then we remove it.`,
      'The link opens only for you, signed in. If you did not ask for it, somebody may know your password: change it.',
    ],
    action: 'Fetch my data',
  }),
  hi: (until) => ({
    subject: 'आपका डेटा तैयार है',
    paragraphs: [
      `आपके बारे में जो कुछ हमारे पास है, वह सब एक ज़िप फ़ाइल में है: प्रोग्रामों के लिए JSON में और पढ़ने के लिए एक पृष्ठ के रूप में। आप उसे ${until} तक डाउनलोड कर सकते हैं; फिर हम उसे हटा देंगे।`,
      'यह लिंक सिर्फ़ आपके लिए खुलता है, जब आप साइन इन हों। अगर आपने अपना डेटा नहीं माँगा, तो शायद कोई आपका पासवर्ड जानता है: उसे बदल लें।',
    ],
    action: 'मेरा डेटा डाउनलोड करें',
  }),
}

export const exportReady = (site: Site, origin: string, to: Reader, id: string, token: string, expires_at: string): Mail =>
  writeTo(to, ready[to.language](day(to, expires_at)), { url: page(site, origin, to, `/profile/data?export=${id}&token=${token}`) })

const leaving: Wordings<[erased_on: string]> = {
  en: (erased_on) => ({
    subject: 'Your account is closed',
    paragraphs: [
      `Your account is closed, as you asked. Nobody sees it any more, and you are signed out everywhere. On ${erased_on} we erase it for good.`,
      'If you change your mind, or if this was not you, keep it with this link. It works until then.',
    ],
    action: 'Keep my account',
  }),
  hi: (erased_on) => ({
    subject: 'आपका खाता बंद है',
    paragraphs: [
      `आपके कहने पर आपका खाता बंद कर दिया गया है। अब वह किसी को नहीं दिखता, और आप हर जगह से साइन आउट हो गए हैं। ${erased_on} को हम उसे हमेशा के लिए मिटा देंगे।`,
      'अगर आपका मन बदल जाए, या यह आपने न किया हो, तो इस लिंक से अपना खाता रहने दें। लिंक तब तक चलेगा।',
    ],
    action: 'मेरा खाता रहने दें',
  }),
}

export const accountLeaving = (site: Site, origin: string, to: Reader, erase_at: string, token: string): Mail =>
  writeTo(to, leaving[to.language](day(to, erase_at)), { url: page(site, origin, to, `/undo-deletion?token=${token}`) })

const kept: Wordings = {
  en: () => ({
    subject: 'Your account is kept',
    paragraphs: [
      'Your account is back, with everything in it, and will not be erased. You can sign in as before.',
      'If you did not do this, somebody may know your password: change it.',
    ],
    action: 'Sign in',
  }),
  hi: () => ({
    subject: 'आपका खाता बना रहेगा',
    paragraphs: [
      'आपका खाता सब कुछ समेत वापस आ गया है और मिटाया नहीं जाएगा। आप पहले की तरह साइन इन कर सकते हैं।',
      'अगर यह आपने नहीं किया, तो शायद कोई आपका पासवर्ड जानता है: उसे बदल लें।',
    ],
    action: 'साइन इन करें',
  }),
}

export const accountKept = (site: Site, to: Reader): Mail => writeTo(to, kept[to.language](), { url: site.config.PUBLIC_URL && page(site, '', to, '/login') })
