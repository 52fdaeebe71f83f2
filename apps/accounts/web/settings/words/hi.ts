import type { en } from './en.ts'

export const hi: typeof en = {
  nav: {
    label: 'आपका खाता',
    profile: 'प्रोफ़ाइल',
    password: 'पासवर्ड और ई-मेल',
    ways_in: 'साइन इन के तरीक़े',
    devices: 'डिवाइस',
    keys: 'API कुंजियाँ',
    history: 'सुरक्षा का इतिहास',
    data: 'आपका डेटा',
  },
  profile: {
    title: 'प्रोफ़ाइल',
    username: 'यूज़रनेम',
    name: 'नाम',
    email: 'ई-मेल',
    unconfirmed: 'पुष्टि नहीं हुई',
    role: 'भूमिका',
    roles: { user: 'सदस्य', staff: 'स्टाफ़', admin: 'एडमिन' },
    joined: 'कब से',
    sign_out: 'साइन आउट करें',
  },
}
