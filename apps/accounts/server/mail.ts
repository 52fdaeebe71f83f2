import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Reader, type Wordings, writeTo } from './mail-reader.ts'
import { pageIn } from './own-looks.ts'

const ready: Wordings = {
  en: () => ({
    subject: 'Welcome to Pocket India',
    paragraphs: [
      'Your account is ready. Start with the map: every state has its page, with facts, places and food.',
      'If you did not sign up, somebody typed your address by mistake; you can ignore this mail.',
    ],
    action: 'Explore the map',
  }),
  hi: () => ({
    subject: 'पॉकेट इंडिया में आपका स्वागत है',
    paragraphs: [
      'आपका खाता तैयार है। नक़्शे से शुरू करें: हर राज्य का अपना पृष्ठ है, जिसमें तथ्य, जगहें और खान-पान हैं।',
      'अगर आपने खाता नहीं बनाया, तो किसी ने ग़लती से आपका पता लिख दिया है; इस मेल को अनदेखा कर सकते हैं।',
    ],
    action: 'नक़्शा देखें',
  }),
}

/** Links go to the configured address; the request's own host has been checked against ALLOWED_HOSTS. */
export const welcome = (site: Site, origin: string, user: Reader): Mail =>
  writeTo(user, ready[user.language](), { url: `${site.config.PUBLIC_URL ?? origin}${pageIn(user.language, '/')}` })

const ended: Wordings = {
  en: () => ({
    subject: 'A sign-in of yours was ended',
    paragraphs: [
      'A program used a sign-in token of your account that had been used before. That happens when a token was copied, or when a program kept an old one, so we ended that sign-in for everybody who holds it.',
      'Sign in again where you need to. If you do not know why this happened, change your password.',
    ],
    action: 'Sign in',
  }),
  hi: () => ({
    subject: 'आपका एक साइन इन ख़त्म किया गया',
    paragraphs: [
      'किसी प्रोग्राम ने आपके खाते का ऐसा टोकन इस्तेमाल किया जो पहले इस्तेमाल हो चुका था। ऐसा तब होता है जब टोकन की नक़ल की गई हो, या किसी प्रोग्राम ने पुराना टोकन रख लिया हो। इसलिए जिनके पास भी वह था, उन सबके लिए हमने वह साइन इन ख़त्म कर दिया।',
      'जहाँ ज़रूरत हो, फिर से साइन इन करें। अगर आप नहीं जानते कि ऐसा क्यों हुआ, तो अपना पासवर्ड बदलें।',
    ],
    action: 'साइन इन करें',
  }),
}

export const stolenRefresh = (site: Site, user: Reader): Mail =>
  writeTo(user, ended[user.language](), { url: site.config.PUBLIC_URL && `${site.config.PUBLIC_URL}${pageIn(user.language, '/login')}` })
