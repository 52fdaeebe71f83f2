import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Reader, Wordings } from './mail-reader.ts'
import { waysInMail } from './ways-in-mail.ts'

const linked: Wordings<[provider: string, identity: string | null | undefined]> = {
  en: (provider, identity) => ({
    subject: `You can sign in with ${provider} now`,
    paragraphs: [`${provider}${identity ? ` as ${identity}` : ''} opens your account from now on.`],
  }),
  hi: (provider, identity) => ({
    subject: `अब आप ${provider} से साइन इन कर सकते हैं`,
    paragraphs: [identity ? `अब से ${provider} के खाते ${identity} से यहाँ आपका खाता खुलेगा।` : `अब से ${provider} से आपका खाता खुलेगा।`],
  }),
}

export const identityLinked = (site: Site, to: Reader, provider: string, identity: string | null | undefined): Mail =>
  waysInMail(site, to, linked[to.language](provider, identity))

const claim: Wordings<[provider: string]> = {
  en: (provider) => ({
    subject: `You can sign in with ${provider} now`,
    paragraphs: [
      `There was an account with this address already, but nobody had confirmed the address. ${provider} has confirmed that it is yours, so the account is yours: its old password and every sign-in made before were ended.`,
      'If you chose that password yourself, set a new one whenever you like.',
    ],
  }),
  hi: (provider) => ({
    subject: `अब आप ${provider} से साइन इन कर सकते हैं`,
    paragraphs: [
      `इस पते से एक खाता पहले से था, पर किसी ने पते की पुष्टि नहीं की थी। ${provider} ने पुष्टि की है कि पता आपका है, इसलिए खाता भी आपका है: उसका पुराना पासवर्ड अब नहीं चलेगा, और पहले के सब साइन इन ख़त्म कर दिए गए।`,
      'अगर वह पासवर्ड आपने ही चुना था, तो जब चाहें नया रख लें।',
    ],
  }),
}

/** To who has proven an address that an account had claimed without proof. */
export const claimEnded = (site: Site, to: Reader, provider: string): Mail => waysInMail(site, to, claim[to.language](provider))

const unlinked: Wordings<[provider: string]> = {
  en: (provider) => ({
    subject: `${provider} does not open your account any more`,
    paragraphs: [`You cannot sign in with this ${provider} account any more.`],
  }),
  hi: (provider) => ({
    subject: `${provider} से अब आपका खाता नहीं खुलेगा`,
    paragraphs: [`${provider} के इस खाते से अब आप साइन इन नहीं कर सकते।`],
  }),
}

export const identityUnlinked = (site: Site, to: Reader, provider: string): Mail => waysInMail(site, to, unlinked[to.language](provider))
