/** News between the parts of a site, and between its processes where Redis joins them. */
export interface Bus {
  publish(event: string, to: string[] | 'everyone', data: unknown): void
  /** Hears one kind of news, or all with `'*'`; the returned function stops listening. */
  hear(event: string, then: (data: unknown, to: string[] | 'everyone', name: string) => void): () => void
  /** False while what was told here does not come back from what joins the processes: then the silence of others says nothing. */
  hears(): boolean
  /** Resolves when the other processes can be reached. Throws when not. */
  check(): Promise<void>
  close(): Promise<void>
}

type Listener = (data: unknown, to: string[] | 'everyone', name: string) => void

/** The bus of a site that is one process. */
export function memoryBus(onError: (error: unknown) => void): Bus {
  const listeners = new Map<string, Set<Listener>>()
  const tell = (event: string, name: string, to: string[] | 'everyone', data: unknown) => {
    for (const listener of listeners.get(event) ?? [])
      try {
        listener(data, to, name)
      } catch (error) {
        onError(error)
      }
  }
  return {
    publish(event, to, data) {
      tell(event, event, to, data)
      tell('*', event, to, data)
    },
    hear(event, then) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(then))
      return () => void set.delete(then)
    },
    hears: () => true,
    async check() {},
    async close() {},
  }
}
