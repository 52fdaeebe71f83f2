let typed = ''

function onKey(event: KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Backspace') typed = [...typed].slice(0, -1).join('')
  else if ([...event.key].length === 1) typed += event.key
  else return
  event.preventDefault()
}
const stop = () => removeEventListener('keydown', onKey, true)

/** Keeps what is typed between the press that opens the palette and the palette itself, whose code may still be on its way. Gives the end of it. */
export function collectTyping() {
  addEventListener('keydown', onKey, true)
  return stop
}

/** What was typed meanwhile; from here on keys go where the focus is. */
export function takeTyping(): string {
  stop()
  const taken = typed
  typed = ''
  return taken
}
