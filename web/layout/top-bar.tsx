import Search from 'lucide-react/icons/search'
import { lazy, type Ref, Suspense, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { addressIn } from '../head.tsx'
import { useLanguage } from '../i18n.ts'
import { useSession } from '../session.ts'
import { LinkButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Mark } from '../ui/mark.tsx'
import { useShellT } from '../words.ts'
import { AccountMenu } from './account-menu.tsx'
import { useAccountPages, useBar, useSearchPage } from './entries.ts'
import { SearchWay } from './search-way.tsx'

// Visitors have no bell, and do not load one.
const BellLink = lazy(() => import('./bell.tsx'))

export function TopBar({ onSearch, field }: { onSearch: (text: string) => void; field: Ref<HTMLInputElement> }) {
  const t = useShellT()
  const account = useAccountPages()
  const { user } = useSession()
  const { search } = useBar()
  const [here, setHere] = useState(false)
  // The server waits for nothing that loads later, so the first render has no bell either.
  useEffect(() => setHere(true), [])
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper">
      {/* As wide as what stands under it. */}
      <div className="mx-auto flex h-14 max-w-[76rem] items-center gap-1 ps-4 pe-2 group-has-data-full/frame:max-w-none md:gap-2 md:ps-8 md:pe-6 md:group-has-data-full/frame:px-4">
        <Link to="/" aria-label={t('site')} className="-ms-1 flex min-h-11 min-w-11 items-center gap-2 rounded-md px-1 text-neel md:hidden">
          <Mark className="size-7 shrink-0" />
          <span className={classes('text-17 font-bold text-nowrap text-ink', !search && 'max-[24rem]:hidden')}>{t('site')}</span>
        </Link>
        <SearchField onSearch={onSearch} field={field} />
        <span className="flex-1" />
        {!search && (
          <SearchWay onSearch={() => onSearch('')} label={t('search.open')} className={icon_link}>
            <Search className="size-5.5" />
          </SearchWay>
        )}
        <LanguageLink />
        {user && (
          <span className="size-11 shrink-0">
            <Suspense>{here && <BellLink />}</Suspense>
          </span>
        )}
        {account && !user && (
          <div className="hidden items-center gap-2 md:flex">
            <LinkButton to={account.sign_in} kind="quiet" small>
              {t('account.sign_in')}
            </LinkButton>
            <LinkButton to={account.sign_up} kind="main" small>
              {t('account.sign_up')}
            </LinkButton>
          </div>
        )}
        <AccountMenu />
      </div>
    </header>
  )
}

/** For phones: larger screens have the field. */
const icon_link = 'grid size-11 shrink-0 place-items-center rounded-full text-ink-2 transition-colors hover:text-ink md:hidden'

/** A plain form to the page that searches; once the app is there, typing or pressing opens the palette instead. */
function SearchField({ onSearch, field }: { onSearch: (text: string) => void; field: Ref<HTMLInputElement> }) {
  const t = useShellT()
  const language = useLanguage()
  const page = useSearchPage()
  const form = useRef<HTMLFormElement>(null)
  if (!page) return null
  const open = (text: string) => {
    form.current?.reset()
    onSearch(text)
  }
  return (
    <search className="hidden w-full max-w-sm md:block">
      <form ref={form} action={addressIn(language, page.to)} className="relative">
        <Search className="pointer-events-none absolute start-3 top-1/2 size-4.5 -translate-y-1/2 text-ink-2" />
        <input
          ref={field}
          type="search"
          name="q"
          autoComplete="off"
          aria-label={t('search.label')}
          aria-keyshortcuts="Control+K Meta+K"
          placeholder={t('search.hint')}
          onClick={(event) => open(event.currentTarget.value)}
          onInput={(event) => open(event.currentTarget.value)}
          className="control min-h-10 rounded-full border-line bg-sunk ps-10 pe-18 text-15"
        />
        <span aria-hidden="true" className="kbd pointer-events-none absolute end-3 top-1/2 -translate-y-1/2">
          {t('search.shortcut')}
        </span>
      </form>
    </search>
  )
}

/** The same page in the other language: a link like any other, so it can be opened in a new tab and works without scripts. */
function LanguageLink() {
  const t = useShellT()
  const other = useLanguage() === 'en' ? 'hi' : 'en'
  const { pathname, search } = useLocation()
  return (
    <a href={addressIn(other, pathname) + search} hrefLang={other} lang={other} aria-label={t('language.switch')} className="btn btn-quiet btn-sm text-ink-2">
      {t('language.other')}
    </a>
  )
}
