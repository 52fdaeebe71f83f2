import { useId } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { known_categories, most_text, post_languages } from '../../contract/fields.ts'
import type { Post } from '../../contract/posts.ts'
import { useListStatesQuery } from '../api.ts'
import { useCategoriesQuery } from '../blog/api.ts'
import { language_names } from '../blog/languages.ts'
import { nameIn } from '../filter.ts'
import { useT } from './book.ts'
import { CoverField } from './cover-field.tsx'
import type { Doc } from './document.ts'

interface Props {
  doc: Doc
  post: Post | undefined
  problem: string | undefined
  onChange: (part: Partial<Doc>) => void
  className?: string
}

/** What belongs to a post beside its text. */
export function Details({ doc, post, problem, onChange, className }: Props) {
  const t = useT()
  const language = useLanguage()
  const { data: states = [] } = useListStatesQuery({})
  const ids = { category: 'category', state: useId(), language: useId() }
  return (
    <div className={classes('grid content-start gap-5', className)}>
      <CategoryField value={doc.category} problem={problem} onChange={(category) => onChange({ category })} />
      <div>
        <label htmlFor={ids.state} className="mb-1.5 block font-[550]">
          {t('fields.state')}
        </label>
        <select id={ids.state} value={doc.state ?? ''} onChange={(event) => onChange({ state: event.target.value || null })} className="control">
          <option value="">{t('fields.no_state')}</option>
          {states.map((state) => (
            <option key={state.slug} value={state.slug}>
              {nameIn(state, language)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor={ids.language} className="mb-1.5 block font-[550]">
          {t('fields.language')}
        </label>
        <select id={ids.language} value={doc.language} onChange={(event) => onChange({ language: event.target.value as Doc['language'] })} className="control">
          {post_languages.map((one) => (
            <option key={one} value={one} lang={one}>
              {language_names[one]}
            </option>
          ))}
        </select>
      </div>
      <CoverField cover={doc.cover} onCover={(cover) => onChange({ cover })} />
      {post && <Translations post={post} />}
    </div>
  )
}

function CategoryField({ value, problem, onChange }: { value: string; problem: string | undefined; onChange: (category: string) => void }) {
  const t = useT()
  const list = useId()
  const { data: used = [] } = useCategoriesQuery()
  const offered = new Set([...known_categories.map((key) => t(`categories.${key}`)), ...used.map(({ name }) => name)])
  return (
    <div>
      <label htmlFor="category" className="mb-1.5 block font-[550]">
        {t('fields.category')}
      </label>
      <input
        id="category"
        list={list}
        autoComplete="off"
        maxLength={most_text.category}
        value={shownCategory(t, value)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'category-error category-help' : 'category-help'}
        onChange={(event) => onChange(storedCategory(t, event.target.value))}
        className="control"
      />
      <datalist id={list}>
        {[...offered].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {problem && (
        <p id="category-error" className="mt-1.5 text-sindoor">
          {problem}
        </p>
      )}
      <p id="category-help" className="mt-1.5 text-13 text-ink-2">
        {t('fields.category_help')}
      </p>
    </div>
  )
}

type T = ReturnType<typeof useT>
const english = (key: string) => `${key[0]?.toUpperCase()}${key.slice(1)}`

/** The categories that we know are stored under their English names whatever the page's language, or each would be two. */
function storedCategory(t: T, typed: string): string {
  const key = known_categories.find((one) => t(`categories.${one}`) === typed.trim())
  return key ? english(key) : typed
}
function shownCategory(t: T, stored: string): string {
  const key = known_categories.find((one) => english(one) === stored)
  return key ? t(`categories.${key}`) : stored
}

/** The same post in other languages: those there are, and a way to write another. */
function Translations({ post }: { post: Post }) {
  const t = useT()
  const page = useLanguage()
  const taken = new Set([post.language, ...post.translations.map(({ language }) => language)])
  const [next] = [page, ...post_languages].filter((one) => !taken.has(one))
  return (
    <section aria-labelledby="translations">
      <h2 id="translations" className="font-[550]">
        {t('translations.title')}
      </h2>
      <ul className="mt-1">
        {post.translations.map(({ language, slug, postname }) => (
          <li key={language}>
            <Link to={`/write/${encodeURIComponent(slug)}`} className="link inline-flex min-h-11 items-center gap-2">
              <span lang={language}>{language_names[language]}</span>
              <span lang={language} className="truncate text-13 text-ink-2">
                {postname}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {next && (
        <Link to={`/write/new?of=${post.id}&language=${next}`} className="link inline-flex min-h-11 items-center">
          {t('translations.add', { language: language_names[next] })}
        </Link>
      )}
    </section>
  )
}
