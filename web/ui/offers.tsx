import { type ComponentType, useState } from 'react'
import { Link } from 'react-router'
import type { Offer, Subject } from '../app.ts'
import { translate } from '../i18n.ts'
import { useAccountPages } from '../layout/entries.ts'
import { usePage } from '../page-context.ts'
import { useSession } from '../session.ts'
import { useShellT } from '../words.ts'
import { classes } from './classes.ts'
import { toast } from './toast.ts'

interface Props {
  subject: Subject
  /** Only the icon is seen, for rows of which there are many; the title is heard with it. */
  bare?: boolean
}

/** What apps offer to do with this: a button each. Visitors get a link that leads them to sign up and back here, which needs no script. */
export function Offers({ subject, bare = false }: Props) {
  const { apps } = usePage()
  return apps.flatMap((app) =>
    (app.offers ?? []).flatMap((offer) =>
      offer.kinds.includes(subject.kind) ? <OfferButton key={offer.label} app={app.name} offer={offer} subject={subject} bare={bare} /> : [],
    ),
  )
}

function OfferButton({ app, offer, subject, bare }: Required<Props> & { app: string; offer: Offer }) {
  const { language, words } = usePage()
  const { user } = useSession()
  const { sign_up } = useAccountPages() ?? {}
  const t = useShellT()
  const [Panel, setPanel] = useState<ComponentType<{ subject: Subject; onClose: () => void }>>()
  const label = translate(words[app] ?? {}, language, offer.label)
  const look = {
    className: classes(bare ? 'grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:text-neel' : 'btn'),
    'aria-label': `${label}: ${subject.title}`,
    ...(bare && { title: label }),
  }
  const inside = (
    <>
      <offer.icon className="size-5" />
      {!bare && label}
    </>
  )
  if (!user)
    return sign_up ? (
      <Link to={`${sign_up}?next=${encodeURIComponent(subject.href)}`} {...look}>
        {inside}
      </Link>
    ) : null
  const open = () =>
    offer.panel({ language, words }).then(
      (panel) => setPanel(() => panel),
      () => toast({ text: t(navigator.onLine ? 'error.broken' : 'error.offline'), tone: 'problem' }),
    )
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => void open()} {...look}>
        {inside}
      </button>
      {Panel && <Panel subject={subject} onClose={() => setPanel(undefined)} />}
    </>
  )
}
