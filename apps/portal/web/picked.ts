/** The slugs that a form of place selects holds, each once; the empty choice is none. */
export function pickedIn(form: HTMLFormElement): string[] {
  const slugs = new FormData(form).getAll('states').filter((slug) => typeof slug === 'string')
  return [...new Set(slugs)].filter(Boolean)
}
