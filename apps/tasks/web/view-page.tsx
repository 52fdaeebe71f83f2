import { useLocation } from 'react-router'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { TasksPage } from './page.tsx'
import { useT } from './page-words.ts'
import { QuickAddField } from './quick-add-field.tsx'
import { View } from './view.tsx'

const views = ['today', 'upcoming', 'overdue', 'done'] as const
type Name = (typeof views)[number]
const groupings = { today: 'today', upcoming: 'day', overdue: 'day', done: 'done' } as const
const dates = { today: 'today', upcoming: 'tomorrow' } as const

export function ViewPage() {
  const { pathname } = useLocation()
  return <ViewOf name={views.find((one) => pathname.includes(`/tasks/${one}`)) ?? 'today'} />
}

export function ViewOf({ name, heading }: { name: Name; heading?: 'h2' }) {
  const t = useT()
  const due = name === 'today' || name === 'upcoming' ? dates[name] : undefined
  const next = name === 'today' ? <LinkButton to="/tasks/upcoming">{t('empty.see_upcoming')}</LinkButton> : undefined
  return (
    <TasksPage
      key={name}
      title={t(`views.${name}`)}
      {...(heading ? { heading } : {})}
      top={name === 'done' ? undefined : <QuickAddField {...(due ? { due } : {})} />}
    >
      <View
        view={name}
        label={t(`views.${name}`)}
        grouping={groupings[name]}
        show_list
        empty={
          <Empty title={t(`empty.${name}`)} action={next}>
            {t(`empty.${name}_next`)}
          </Empty>
        }
      />
    </TasksPage>
  )
}
