import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'

interface Recipient {
  username: string
  email: string
}

const hello = (user: Recipient) => `Namaste ${user.username},`
const ignore = 'If this was not you, you can ignore this mail: without the code nothing happens.'

/** Names the account, so that nobody confirms one that somebody else has made with their address. */
export const confirmMail = (user: Recipient, code: string): Mail =>
  letter({
    to: user.email,
    subject: 'Confirm your e-mail address',
    greeting: hello(user),
    paragraphs: [
      `Enter this code on Pocket India to confirm that this address belongs to the account “${user.username}”. It is good for ten minutes.`,
      'If you have not made that account, do not give the code to anybody. You can ignore this mail.',
    ],
    code,
  })

/** To the owner of an address that somebody signs up with, or wants to move to. */
export const addressInUseMail = (origin: string, owner: Recipient): Mail =>
  letter({
    to: owner.email,
    subject: 'You have an account already',
    greeting: hello(owner),
    paragraphs: [
      `Somebody has just given this address for an account on Pocket India. It belongs to your account “${owner.username}” already, so nothing has changed.`,
      'If that was you, sign in. If you do not remember the password, you can choose a new one.',
    ],
    action: { label: 'Choose a new password', url: `${origin}/reset` },
  })

export const alreadyConfirmedMail = (origin: string, owner: Recipient): Mail =>
  letter({
    to: owner.email,
    subject: 'Your address is confirmed',
    greeting: hello(owner),
    paragraphs: [`Somebody asked for a code to confirm this address. It is confirmed for your account “${owner.username}” already: just sign in.`],
    action: { label: 'Sign in', url: `${origin}/login` },
  })

/** Whoever typed the wrong one of their addresses learns so; whoever typed somebody else's learns nothing. */
export const noAccountMail = (origin: string, email: string): Mail =>
  letter({
    to: email,
    subject: 'There is no account with this address',
    greeting: 'Namaste,',
    paragraphs: [
      'Somebody asked for a mail to this address on Pocket India, but there is no account that it can be used for. Perhaps you signed up with another one, or have to sign in before you confirm it.',
      'If that was not you, you can ignore this mail.',
    ],
    action: { label: 'Sign up', url: `${origin}/signup` },
  })

export const resetMail = (origin: string, user: Recipient, code: string, token: string): Mail =>
  letter({
    to: user.email,
    subject: 'Choose a new password',
    greeting: hello(user),
    paragraphs: [
      `With this code you choose a new password for your account “${user.username}”. It is good for ten minutes, the link below for thirty.`,
      ignore,
    ],
    code,
    action: { label: 'Choose a new password', url: `${origin}/reset?token=${token}` },
  })

export const passwordChangedMail = (origin: string, user: Recipient): Mail =>
  letter({
    to: user.email,
    subject: 'Your password was changed',
    greeting: hello(user),
    paragraphs: [
      `The password of your account “${user.username}” was changed just now, and its other sign-ins were ended.`,
      'If that was not you, choose a new password at once: that ends every sign-in.',
    ],
    action: { label: 'Choose a new password', url: `${origin}/reset` },
  })

export const newAddressMail = (user: Recipient, email: string, code: string): Mail =>
  letter({
    to: email,
    subject: 'Confirm your new e-mail address',
    greeting: hello(user),
    paragraphs: [
      `Enter this code on Pocket India to make this the address of your account “${user.username}”. It is good for ten minutes.`,
      'If you have not asked for that, do not give the code to anybody. You can ignore this mail.',
    ],
    code,
  })

/** To the old address: whoever stole the account cannot keep this from its owner. */
export const addressChangeMail = (origin: string, user: Recipient, email: string, token: string): Mail =>
  letter({
    to: user.email,
    subject: 'Your e-mail address is about to change',
    greeting: hello(user),
    paragraphs: [
      `Somebody signed in to your account “${user.username}” asked to change its address to ${email}. If that was you, there is nothing to do here.`,
      'If it was not you, the link below takes the change back, also after it was made, signs everybody out and lets you choose a new password. It is good for seven days.',
    ],
    action: { label: 'It was not me', url: `${origin}/not-me?token=${token}` },
  })

export const newDeviceMail = (origin: string, user: Recipient, device: string, at: string, token: string): Mail =>
  letter({
    to: user.email,
    subject: 'A new sign-in to your account',
    greeting: hello(user),
    paragraphs: [
      `Somebody signed in to your account “${user.username}” from a place that we have not seen before: ${device}, on ${at}.`,
      'If that was you, there is nothing to do. If not, the link below ends that sign-in and lets you choose a new password. It is good for seven days.',
    ],
    action: { label: 'It was not me', url: `${origin}/not-me?token=${token}` },
  })
