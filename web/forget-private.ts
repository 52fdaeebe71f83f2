/** What is kept in this browser for the signed-in person lies under this (`private-storage.ts`). */
export const private_prefix = 'private.'
/** Their files lie in this database (`private-files.ts`). */
export const private_files = 'private-files'

export function forgetPrivate(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = 'zone=; path=/; max-age=0'
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(private_prefix)) localStorage.removeItem(key)
    indexedDB.deleteDatabase(private_files)
  } catch {
    // Without storage nothing was kept.
  }
}
