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
  profile: {
    title: 'Profile',
    username: 'Username',
    name: 'Name',
    email: 'E-mail',
    unconfirmed: 'not confirmed',
    role: 'Role',
    roles: { user: 'Member', staff: 'Staff', admin: 'Admin' },
    joined: 'Joined',
    sign_out: 'Sign out',
  },
}
