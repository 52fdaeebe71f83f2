export const en = {
  nav: {
    label: 'Your account',
    profile: 'Profile',
    password: 'Password and e-mail',
    ways_in: 'Ways to sign in',
    devices: 'Devices',
    keys: 'API keys',
    history: 'Security history',
    data: 'Your data',
  },
}
