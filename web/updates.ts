/** A new release that waits for its turn; `found` tells the app, which asks the person. */
export const updates = new EventTarget()
let waiting: ServiceWorker | undefined

export const waitingRelease = () => waiting
export function announce(worker: ServiceWorker) {
  waiting = worker
  updates.dispatchEvent(new Event('found'))
}

/** Lets the new release take over and shows it. */
export function takeUpdate() {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage('update')
}
