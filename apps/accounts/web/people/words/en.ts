export const en = {
  description: '{name} on Pocket India, member since {month}.',
  since: 'Member since {month}',
  no_bio: '{name} has not written anything here yet.',
  write: 'Write to {name}',
  yours: 'This is how others see you.',
  edit: 'Edit your profile',
}
