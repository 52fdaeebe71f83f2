import KeyRound from 'lucide-react/icons/key-round'
import Laptop from 'lucide-react/icons/laptop'
import Smartphone from 'lucide-react/icons/smartphone'
import Terminal from 'lucide-react/icons/terminal'
import type { ReactNode } from 'react'
import { useOwnFormat } from '#web/zone.ts'
import type { Device } from '../../contract/devices.ts'
import { deviceName } from '../device-name.ts'
import { type T, useT } from './words.ts'

export const nameOf = (t: T, device: Device): string => device.name ?? deviceName(device, (values) => t('on', values), t('unknown'))

const phones = /^(Android|iOS|KaiOS)$/
function iconOf({ kind, system }: Device) {
  if (kind === 'key') return KeyRound
  if (kind !== 'cookie') return Terminal
  return system && phones.test(system) ? Smartphone : Laptop
}

const moment = { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const

/** One open session: what it is, where and when it was used, and the way to end it. */
export function DeviceRow({ device, action }: { device: Device; action: ReactNode }) {
  const t = useT()
  const format = useOwnFormat()
  const Icon = iconOf(device)
  const time = (iso: string) => format.date(iso, moment)
  return (
    <li className="hairline flex flex-wrap items-start gap-x-4 gap-y-3 py-4">
      <Icon className="mt-0.5 size-6 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-semibold">
          {nameOf(t, device)} {device.current && <span className="tag ms-1 font-normal">{t('this_one')}</span>}
        </p>
        <p className="text-ink-2">{t(`kinds.${device.kind}`)}</p>
        <p className="text-13 text-ink-2">
          {device.last_seen_at ? t('from', { time: time(device.last_seen_at), ip: device.ip }) : t('never_used')} ·{' '}
          {t(device.kind === 'key' ? 'made' : 'since', { time: time(device.created_at) })}
        </p>
      </div>
      <div className="max-sm:w-full max-sm:ps-10">{action}</div>
    </li>
  )
}
