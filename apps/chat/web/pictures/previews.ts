/** So many pictures that were chosen here stay in memory, so that they are shown at once wherever they appear. */
const most = 24
const addresses = new Map<string, string>()

export function setPreview(id: string, file: Blob): void {
  if (addresses.has(id)) return
  addresses.set(id, URL.createObjectURL(file))
  for (const [oldest, address] of addresses) {
    if (addresses.size <= most) break
    URL.revokeObjectURL(address)
    addresses.delete(oldest)
  }
}

/** The address of what was chosen in this tab. */
export const previewOf = (id: string): string | undefined => addresses.get(id)

/** Somebody signed out. */
export function dropPreviews(): void {
  for (const address of addresses.values()) URL.revokeObjectURL(address)
  addresses.clear()
}
