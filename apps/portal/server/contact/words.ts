import type { Language } from '#contract/render.ts'
import type { PortalTables } from '../tables.ts'

type Message = PortalTables['portal_contacts']

interface Words {
  greeting: (username: string) => string
  open: string
  arrived_subject: (reference: string) => string
  arrived: (reference: string) => string
  confirm_first: string
  wrote: (message: Message) => string
  answer_goes: string
  many_subject: (count: number) => string
  many: string
  line: (message: Message) => string
  more: (count: number) => string
  receipt_subject: (reference: string) => string
  receipt_greeting: string
  receipt: (reference: string) => string
  receipt_mistake: string
}

/** The mails' own words: an admin has chosen the language on their profile, a sender by the page they wrote on. */
export const words: Record<Language, Words> = {
  en: {
    greeting: (username) => `Namaste ${username},`,
    open: 'Open the inbox',
    arrived_subject: (reference) => `A message has arrived: ${reference}`,
    arrived: (reference) => `A message has arrived through the contact form. Its reference is ${reference}.`,
    confirm_first: 'Confirm your e-mail address to read messages in the mail itself.',
    wrote: ({ name, email }) => `${name} (${email}) wrote to us.`,
    answer_goes: 'An answer to this mail goes to the sender.',
    many_subject: (count) => (count === 1 ? 'One more message has arrived' : `${count} more messages have arrived`),
    many: 'So much was written through the contact form that these come in one mail.',
    line: ({ reference, subject, name, email }) => `${reference}: ${subject} (${name}, ${email})`,
    more: (count) => `And ${count} more.`,
    receipt_subject: (reference) => `We have your message: ${reference}`,
    receipt_greeting: 'Namaste,',
    receipt: (reference) =>
      `Thank you for writing to Pocket India. Your message has arrived; its reference is ${reference}. Somebody will read it and answer you at this address.`,
    receipt_mistake: 'If you did not write to us, somebody typed your address by mistake; you can ignore this mail.',
  },
  hi: {
    greeting: (username) => `नमस्ते ${username},`,
    open: 'संदेश खोलें',
    arrived_subject: (reference) => `एक संदेश आया है: ${reference}`,
    arrived: (reference) => `संपर्क पन्ने से एक संदेश आया है। उसकी संख्या ${reference} है।`,
    confirm_first: 'संदेश मेल में ही पढ़ने के लिए अपने ई-मेल पते की पुष्टि करें।',
    wrote: ({ name, email }) => `${name} (${email}) ने हमें लिखा है।`,
    answer_goes: 'इस मेल का उत्तर सीधे लिखने वाले को जाता है।',
    many_subject: (count) => (count === 1 ? 'एक और संदेश आया है' : `${count} और संदेश आए हैं`),
    many: 'संपर्क पन्ने से इतना कुछ आया कि ये संदेश एक ही मेल में भेजे जा रहे हैं।',
    line: ({ reference, subject, name, email }) => `${reference}: ${subject} (${name}, ${email})`,
    more: (count) => `और ${count} संदेश।`,
    receipt_subject: (reference) => `आपका संदेश मिल गया: ${reference}`,
    receipt_greeting: 'नमस्ते,',
    receipt: (reference) => `पॉकेट इंडिया को लिखने के लिए धन्यवाद। आपका संदेश हमें मिल गया है; उसकी संख्या ${reference} है। उसे पढ़कर हम इसी पते पर उत्तर देंगे।`,
    receipt_mistake: 'अगर आपने हमें नहीं लिखा, तो किसी ने ग़लती से आपका पता भर दिया है; इस मेल को अनदेखा कर सकते हैं।',
  },
}
