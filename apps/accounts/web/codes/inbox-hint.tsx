import { codesApi } from './api.ts'
import { useT } from './words.ts'

/** On a developer's machine no mail arrives: say where it is instead. */
export function InboxHint() {
  const t = useT()
  const { data } = codesApi.useSignUpSettingsQuery()
  if (!data?.inbox) return null
  const [before = '', after = ''] = t('code.inbox', { address: '\n' }).split('\n')
  return (
    <p className="mt-6 rounded-md bg-genda-soft px-4 py-3">
      {before}
      <a href={data.inbox} target="_blank" rel="noreferrer" className="link">
        {data.inbox}
      </a>
      {after}
    </p>
  )
}
