/** The frame listens; whoever wants the list of shortcuts shown, asks here. */
const asked = 'shell:shortcuts'
export const openShortcuts = () => window.dispatchEvent(new Event(asked))

/** True where a key belongs to what the person is typing. */
const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** The keys that work on every page. */
export function listenForKeys({ palette, shortcuts }: { palette: () => void; shortcuts: () => void }): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const command = event.ctrlKey || event.metaKey
    const then =
      command && event.key.toLowerCase() === 'k'
        ? palette
        : command || event.altKey || typing(event.target)
          ? undefined
          : { '/': palette, '?': shortcuts }[event.key]
    if (!then) return
    event.preventDefault()
    then()
  }
  addEventListener('keydown', onKey)
  addEventListener(asked, shortcuts)
  return () => {
    removeEventListener('keydown', onKey)
    removeEventListener(asked, shortcuts)
  }
}
