import { useNavigate } from 'react-router'
import { addressIn } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { post_languages } from '../../contract/fields.ts'
import type { StateSummary } from '../../contract/states.ts'
import { nameIn } from '../filter.ts'
import { type Filters, listPath, readFilters } from './addresses.ts'
import { useCategoriesQuery } from './api.ts'
import { useT } from './book.ts'
import { categoryName } from './categories.ts'
import { language_names } from './languages.ts'

/** Chooses posts: a form of the browser's own, that with scripts answers at each choice. */
export function FilterForm({ filters, states }: { filters: Filters; states: readonly StateSummary[] }) {
  const t = useT()
  const language = useLanguage()
  const navigate = useNavigate()
  const { data: categories = [] } = useCategoriesQuery()
  const known = categories.some(({ key }) => key === filters.category)
  const choose = (form: HTMLFormElement) => {
    const asked = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    void navigate(listPath(readFilters(asked)), { preventScrollReset: true })
  }
  return (
    <form
      // What the address asks for is chosen, also after going back.
      key={listPath(filters)}
      action={addressIn(language, '/blog')}
      aria-label={t('list.filter')}
      onSubmit={(event) => {
        event.preventDefault()
        choose(event.currentTarget)
      }}
      onChange={(event) => choose(event.currentTarget)}
      className="mt-6 grid grid-cols-2 items-end gap-3 text-13 sm:flex sm:flex-wrap"
    >
      <Choice name="category" label={t('list.category')} value={filters.category} all={t('list.all_categories')}>
        {filters.category && !known && <option value={filters.category}>{categoryName(t, { key: filters.category, name: filters.category })}</option>}
        {categories.map((category) => (
          <option key={category.key} value={category.key}>
            {categoryName(t, category)}
          </option>
        ))}
      </Choice>
      <Choice name="state" label={t('list.state')} value={filters.state} all={t('list.all_states')}>
        {states.map((state) => (
          <option key={state.slug} value={state.slug}>
            {nameIn(state, language)}
          </option>
        ))}
      </Choice>
      <Choice name="language" label={t('list.language')} value={filters.language} all={t('list.all_languages')}>
        {post_languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {language_names[one]}
          </option>
        ))}
      </Choice>
      <button type="submit" className="btn">
        {t('list.show')}
      </button>
    </form>
  )
}

interface ChoiceProps {
  name: keyof Filters
  label: string
  value: string | undefined
  all: string
  children: React.ReactNode
}

const Choice = ({ name, label, value, all, children }: ChoiceProps) => (
  <label className="grid min-w-0 gap-1 text-ink-2">
    {label}
    <select name={name} defaultValue={value ?? ''} className="control sm:w-48">
      <option value="">{all}</option>
      {children}
    </select>
  </label>
)
