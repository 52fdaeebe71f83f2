const operationOf = (element) => {
  const operation = element.closest('.opblock')
  return `${operation?.querySelector('.opblock-summary-method')?.textContent} ${operation?.querySelector('[data-path]')?.dataset.path}`
}

/** What Swagger UI leaves unnamed, or names wrongly: selector, attribute, value. */
const missing = [
  // Below the one h1 its headings begin at the third level.
  ['h3', 'aria-level', () => '2'],
  ['h4', 'aria-level', () => '3'],
  ['h5', 'aria-level', () => '4'],
  ['.information-container', 'role', () => 'region'],
  ['.information-container', 'aria-label', () => 'About this API'],
  ['.scheme-container', 'role', () => 'region'],
  ['.scheme-container', 'aria-label', () => 'Authorization'],
  // A table, which Swagger UI calls a region and so takes its rows from those who listen.
  ['table.responses-table', 'role', () => 'table'],
  ['table.responses-table', 'aria-label', (table) => `Responses of ${operationOf(table)}`],
  ['textarea.body-param__text', 'aria-label', (field) => `Body of ${operationOf(field)}`],
  ['tr[data-param-name] :is(input, select, textarea)', 'aria-label', (field) => field.closest('tr').dataset.paramName],
  ['.modal-ux', 'role', () => 'dialog'],
  ['.modal-ux', 'aria-label', () => 'Available authorizations'],
  ['.close-modal', 'aria-label', () => 'Close'],
  ['.auth-container [type="submit"]', 'aria-label', (button) => button.textContent],
  ['#auth-bearer-value', 'aria-label', () => 'Token'],
  ['.json-schema-2020-12-accordion', 'aria-label', (button) => button.textContent || 'Schema'],
  ['.live-responses-table .microlight', 'tabindex', () => '0'],
]

function mend(ui) {
  for (const [selector, attribute, read] of missing)
    for (const element of ui.querySelectorAll(selector)) {
      const value = read(element)
      if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value)
    }
}

let open = false
let last_outside

/** While the dialog is open nothing behind it takes the focus, which returns to where it came from. */
function followDialog(ui) {
  const dialog = ui.querySelector('.modal-ux')
  if (Boolean(dialog) === open) return
  open = Boolean(dialog)
  for (const behind of document.querySelectorAll('body > header, .information-container, #operations')) behind.inert = open
  const next = dialog ? dialog.querySelector('.close-modal') : last_outside
  next?.focus()
}

/** Mends what Swagger UI has rendered, each time that it renders. */
export function keepMended(ui) {
  // The dialog takes the focus while it renders, so where it came from has to be known before.
  ui.addEventListener('focusin', ({ target }) => {
    if (!target.closest('.modal-ux')) last_outside = target
  })
  const observer = new MutationObserver(() => {
    mend(ui)
    followDialog(ui)
  })
  observer.observe(ui, { childList: true, subtree: true })
}
