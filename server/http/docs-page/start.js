import { keepMended } from './mend.js'
import { house } from './plugin.js'

const ui = document.getElementById('ui')

keepMended(ui)
window.SwaggerUIBundle({
  url: ui.dataset.document,
  domNode: ui,
  deepLinking: true,
  validatorUrl: null,
  plugins: [house],
  /** Calls from the page get their CSRF token here. */
  requestInterceptor: async (request) => {
    if (['GET', 'HEAD'].includes(request.method ?? 'GET')) return request
    const answer = await fetch('/auth/csrf/')
    request.headers['X-CSRFToken'] = (await answer.json()).csrfToken
    return request
  },
})
