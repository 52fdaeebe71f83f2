import CircleAlert from 'lucide-react/icons/circle-alert'

interface Props {
  title: string
  /** What is wrong as a whole, not at a field. */
  message?: string | undefined
  /** The fields that are wrong, by the id of their input. */
  fields: readonly { id: string; message: string }[]
}

/** What keeps a form from going through, with a way to each field. */
export function ErrorSummary({ title, message, fields }: Props) {
  if (!message && !fields.length) return null
  return (
    <div role="alert" className="arrive flex gap-3 rounded-md border border-sindoor bg-sindoor-soft px-4 py-3">
      <CircleAlert className="mt-0.5 size-5 shrink-0 text-sindoor" />
      <div>
        {message && <p className="font-[550]">{message}</p>}
        {fields.length > 0 && (
          <>
            <p className="font-[550]">{title}</p>
            <ul className="mt-1 list-disc ps-5">
              {fields.map(({ id, message: text }) => (
                <li key={id}>
                  <a
                    href={`#${id}`}
                    className="link"
                    onClick={(event) => {
                      event.preventDefault()
                      document.getElementById(id)?.focus()
                    }}
                  >
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
