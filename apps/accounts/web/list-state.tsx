import { Button } from '#web/ui/button.tsx'

interface Props {
  loading: boolean
  failed: boolean
  words: { loading: string; failed: string; again: string }
  onAgain: () => void
}

/** What stands below the heading of a list while it comes, and when it did not. */
export function ListState({ loading, failed, words, onAgain }: Props) {
  if (failed)
    return (
      <div role="alert" className="mt-6 flex flex-wrap items-center gap-4 rounded-md bg-sindoor-soft px-4 py-3">
        <p className="flex-1">{words.failed}</p>
        <Button small onClick={onAgain}>
          {words.again}
        </Button>
      </div>
    )
  if (!loading) return null
  return (
    <div className="late mt-6" role="status">
      <span className="sr-only">{words.loading}</span>
      {[0, 1, 2].map((row) => (
        <div key={row} aria-hidden="true" className="hairline grid gap-2 py-4">
          <span className="h-5 w-48 rounded-sm bg-sunk" />
          <span className="h-4 w-72 max-w-full rounded-sm bg-sunk" />
        </div>
      ))}
    </div>
  )
}
