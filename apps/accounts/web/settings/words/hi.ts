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
}
