import type { Notice } from '../../contract/notices.ts'

interface Words {
  subject: (count: number) => string
  greeting: (username: string) => string
  somebody: string
  line: Record<Notice['kind'], (who: string, post: string) => string>
  more: (count: number) => string
  why: string
  open: string
}

/** The mails' own words; who reads them has chosen the language on their profile. */
export const words: Record<'en' | 'hi', Words> = {
  en: {
    subject: (count) => (count === 1 ? 'News on Pocket India' : `${count} pieces of news on Pocket India`),
    greeting: (username) => `Namaste ${username},`,
    somebody: 'Somebody',
    line: {
      comment: (who, post) => `${who} commented on your post “${post}”`,
      reply: (who, post) => `${who} answered your comment on “${post}”`,
      mention: (who, post) => `${who} mentioned you in a comment on “${post}”`,
      approved: (_, post) => `What you wrote on “${post}” has been checked and everybody can see it now`,
      hidden: (_, post) => `What you wrote on “${post}” was hidden by the people who run the site`,
      restored: (_, post) => `What you wrote on “${post}” can be seen again`,
    },
    more: (count) => (count === 1 ? 'And one more.' : `And ${count} more.`),
    why: 'You get this mail because you are on Pocket India. On the page of your notices you choose whether such mails come at once, once a day, or never.',
    open: 'Open my notices',
  },
  hi: {
    subject: (count) => (count === 1 ? 'पॉकेट इंडिया पर आपके लिए एक सूचना' : `पॉकेट इंडिया पर आपके लिए ${count} सूचनाएँ`),
    greeting: (username) => `नमस्ते ${username},`,
    somebody: 'किसी ने',
    line: {
      comment: (who, post) => `आपकी पोस्ट “${post}” पर ${who} की टिप्पणी`,
      reply: (who, post) => `“${post}” पर आपकी टिप्पणी के उत्तर में ${who}`,
      mention: (who, post) => `“${post}” की एक टिप्पणी में आपका नाम, लिखने वाले: ${who}`,
      approved: (_, post) => `“${post}” पर आपका लिखा जाँच लिया गया है; अब सब उसे देख सकते हैं`,
      hidden: (_, post) => `“${post}” पर आपका लिखा साइट चलाने वालों ने छिपा दिया है`,
      restored: (_, post) => `“${post}” पर आपका लिखा फिर से दिखने लगा है`,
    },
    more: (count) => (count === 1 ? 'और एक सूचना।' : `और ${count} सूचनाएँ।`),
    why: 'यह मेल इसलिए आया कि आप पॉकेट इंडिया पर हैं। सूचनाओं के पन्ने पर आप चुन सकते हैं कि ऐसे मेल तुरंत आएँ, दिन में एक बार आएँ या कभी न आएँ।',
    open: 'मेरी सूचनाएँ खोलें',
  },
}
