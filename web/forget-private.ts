/** What is kept in this browser for the signed-in person lies under this (`private-storage.ts`). */
export const private_prefix = 'private.'

export function forgetPrivate(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(private_prefix)) localStorage.removeItem(key)
  } catch {
    // Without storage nothing was kept.
  }
}
