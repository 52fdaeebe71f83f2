import type { Mail } from '#server/mail/mail.ts'
import { type Reader, type Wordings, writeTo } from './mail-reader.ts'
import { pageIn } from './own-looks.ts'

const page = (origin: string, { language }: Pick<Reader, 'language'>, path: string) => `${origin}${pageIn(language, path)}`

const confirm: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      `Enter this code on Pocket India to confirm that this address belongs to the account “${username}”. It is good for ten minutes.`,
      'If you have not made that account, do not give the code to anybody. You can ignore this mail.',
    ],
  }),
  hi: (username) => ({
    subject: 'अपने ई-मेल पते की पुष्टि करें',
    paragraphs: [
      `पॉकेट इंडिया पर यह कोड लिखकर पुष्टि करें कि यह पता खाते “${username}” का है। कोड दस मिनट तक चलेगा।`,
      'अगर वह खाता आपने नहीं बनाया, तो यह कोड किसी को न दें। इस मेल को अनदेखा कर सकते हैं।',
    ],
  }),
}

/** Names the account, so that nobody confirms one that somebody else has made with their address. */
export const confirmMail = (user: Reader, code: string): Mail => writeTo(user, confirm[user.language](user.username), { code })

const addressInUse: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'You have an account already',
    paragraphs: [
      `Somebody has just given this address for an account on Pocket India. It belongs to your account “${username}” already, so nothing has changed.`,
      'If that was you, sign in. If you do not remember the password, you can choose a new one.',
    ],
    action: 'Choose a new password',
  }),
  hi: (username) => ({
    subject: 'आपका खाता पहले से है',
    paragraphs: [
      `किसी ने अभी पॉकेट इंडिया पर खाते के लिए यह पता दिया है। यह पहले से आपके खाते “${username}” का पता है, इसलिए कुछ नहीं बदला।`,
      'अगर वह आप ही थे, तो साइन इन करें। पासवर्ड याद न हो, तो नया चुन सकते हैं।',
    ],
    action: 'नया पासवर्ड चुनें',
  }),
}

/** To the owner of an address that somebody signs up with, or wants to move to. */
export const addressInUseMail = (origin: string, owner: Reader): Mail =>
  writeTo(owner, addressInUse[owner.language](owner.username), { url: page(origin, owner, '/reset') })

const alreadyConfirmed: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'Your address is confirmed',
    paragraphs: [`Somebody asked for a code to confirm this address. It is confirmed for your account “${username}” already: just sign in.`],
    action: 'Sign in',
  }),
  hi: (username) => ({
    subject: 'आपके पते की पुष्टि हो चुकी है',
    paragraphs: [`किसी ने इस पते की पुष्टि के लिए कोड माँगा। आपके खाते “${username}” के लिए इसकी पुष्टि पहले ही हो चुकी है: बस साइन इन करें।`],
    action: 'साइन इन करें',
  }),
}

export const alreadyConfirmedMail = (origin: string, owner: Reader): Mail =>
  writeTo(owner, alreadyConfirmed[owner.language](owner.username), { url: page(origin, owner, '/login') })

const noAccount: Wordings = {
  en: () => ({
    subject: 'There is no account with this address',
    paragraphs: [
      'Somebody asked for a mail to this address on Pocket India, but there is no account that it can be used for. Perhaps you signed up with another one, or have to sign in before you confirm it.',
      'If that was not you, you can ignore this mail.',
    ],
    action: 'Sign up',
  }),
  hi: () => ({
    subject: 'इस पते से कोई खाता नहीं है',
    paragraphs: [
      'किसी ने पॉकेट इंडिया पर इस पते के लिए मेल माँगा, पर ऐसा कोई खाता नहीं है जिसके लिए वह काम आए। शायद आपने किसी दूसरे पते से खाता बनाया है, या इस पते की पुष्टि से पहले आपको साइन इन करना होगा।',
      'अगर वह आप नहीं थे, तो इस मेल को अनदेखा कर सकते हैं।',
    ],
    action: 'खाता बनाएँ',
  }),
}

/** Whoever typed the wrong one of their addresses learns so; whoever typed somebody else's learns nothing. */
export const noAccountMail = (origin: string, to: Pick<Reader, 'email' | 'language'>): Mail =>
  writeTo({ email: to.email, language: to.language }, noAccount[to.language](), { url: page(origin, to, '/signup') })

const reset: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'Choose a new password',
    paragraphs: [
      `With this code you choose a new password for your account “${username}”. It is good for ten minutes, the link below for thirty.`,
      'If this was not you, you can ignore this mail: without the code nothing happens.',
    ],
    action: 'Choose a new password',
  }),
  hi: (username) => ({
    subject: 'नया पासवर्ड चुनें',
    paragraphs: [
      `इस कोड से आप अपने खाते “${username}” के लिए नया पासवर्ड चुन सकते हैं। कोड दस मिनट तक चलेगा, नीचे का लिंक तीस मिनट तक।`,
      'अगर वह आप नहीं थे, तो इस मेल को अनदेखा कर सकते हैं: कोड के बिना कुछ नहीं होगा।',
    ],
    action: 'नया पासवर्ड चुनें',
  }),
}

export const resetMail = (origin: string, user: Reader, code: string, token: string): Mail =>
  writeTo(user, reset[user.language](user.username), { code, url: page(origin, user, `/reset?token=${token}`) })

const passwordChanged: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'Your password was changed',
    paragraphs: [
      `The password of your account “${username}” was changed just now, and its other sign-ins were ended.`,
      'If that was not you, choose a new password at once: that ends every sign-in.',
    ],
    action: 'Choose a new password',
  }),
  hi: (username) => ({
    subject: 'आपका पासवर्ड बदल गया',
    paragraphs: [
      `आपके खाते “${username}” का पासवर्ड अभी-अभी बदला गया, और बाक़ी सब जगह से साइन आउट हो गया।`,
      'अगर यह आपने नहीं किया, तो तुरंत नया पासवर्ड चुनें: उससे हर जगह से साइन आउट हो जाएगा।',
    ],
    action: 'नया पासवर्ड चुनें',
  }),
}

export const passwordChangedMail = (origin: string, user: Reader): Mail =>
  writeTo(user, passwordChanged[user.language](user.username), { url: page(origin, user, '/reset') })

const newAddress: Wordings<[username: string]> = {
  en: (username) => ({
    subject: 'Confirm your new e-mail address',
    paragraphs: [
      `Enter this code on Pocket India to make this the address of your account “${username}”. It is good for ten minutes.`,
      'If you have not asked for that, do not give the code to anybody. You can ignore this mail.',
    ],
  }),
  hi: (username) => ({
    subject: 'अपने नए ई-मेल पते की पुष्टि करें',
    paragraphs: [
      `इसे अपने खाते “${username}” का पता बनाने के लिए पॉकेट इंडिया पर यह कोड लिखें। कोड दस मिनट तक चलेगा।`,
      'अगर आपने ऐसा नहीं चाहा था, तो यह कोड किसी को न दें। इस मेल को अनदेखा कर सकते हैं।',
    ],
  }),
}

/** To the address that the account shall move to. */
export const newAddressMail = (user: Reader, code: string): Mail => writeTo(user, newAddress[user.language](user.username), { code })

const addressChange: Wordings<[username: string, email: string]> = {
  en: (username, email) => ({
    subject: 'Your e-mail address is about to change',
    paragraphs: [
      `Somebody signed in to your account “${username}” asked to change its address to ${email}. If that was you, there is nothing to do here.`,
      'If it was not you, the link below takes the change back, also after it was made, signs everybody out and lets you choose a new password. It is good for seven days.',
    ],
    action: 'It was not me',
  }),
  hi: (username, email) => ({
    subject: 'आपका ई-मेल पता बदलने वाला है',
    paragraphs: [
      `आपके खाते “${username}” में साइन इन करके किसी ने उसका पता बदलकर ${email} करना चाहा है। अगर वह आप ही थे, तो यहाँ कुछ नहीं करना है।`,
      'अगर वह आप नहीं थे, तो नीचे के लिंक से यह बदलाव वापस लें, हो जाने के बाद भी। उससे सब साइन आउट हो जाएँगे और आप नया पासवर्ड चुन सकेंगे। लिंक सात दिन तक चलेगा।',
    ],
    action: 'यह मैं नहीं था',
  }),
}

/** To the old address: whoever stole the account cannot keep this from its owner. */
export const addressChangeMail = (origin: string, user: Reader, email: string, token: string): Mail =>
  writeTo(user, addressChange[user.language](user.username, email), { url: page(origin, user, `/not-me?token=${token}`) })

const newDevice: Wordings<[username: string, device: string, at: string]> = {
  en: (username, device, at) => ({
    subject: 'A new sign-in to your account',
    paragraphs: [
      `Somebody signed in to your account “${username}” from a place that we have not seen before: ${device}, on ${at}.`,
      'If that was you, there is nothing to do. If not, the link below ends that sign-in and lets you choose a new password. It is good for seven days.',
    ],
    action: 'It was not me',
  }),
  hi: (username, device, at) => ({
    subject: 'आपके खाते में एक नया साइन इन',
    paragraphs: [
      `${at} पर किसी ने आपके खाते “${username}” में ऐसी जगह से साइन इन किया जो हमने पहले नहीं देखी थी: ${device}।`,
      'अगर वह आप ही थे, तो कुछ नहीं करना है। नहीं तो नीचे के लिंक से उस डिवाइस को साइन आउट करें और नया पासवर्ड चुनें। लिंक सात दिन तक चलेगा।',
    ],
    action: 'यह मैं नहीं था',
  }),
}

/** Device and time in the words of the reader's language. */
export const newDeviceMail = (origin: string, user: Reader, device: string, at: string, token: string): Mail =>
  writeTo(user, newDevice[user.language](user.username, device, at), { url: page(origin, user, `/not-me?token=${token}`) })
