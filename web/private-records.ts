import { private_records as name } from './forget-private.ts'
import { keptPerson } from './kept-person.ts'

const store = 'records'

/** Opened for each act and closed after it, so that signing out can delete it at once. */
function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function act<T>(mode: IDBTransactionMode, work: (records: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const db = await opened()
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = db.transaction(store, mode)
        const request = work(transaction.objectStore(store))
        transaction.oncomplete = () => resolve(request.result)
        transaction.onabort = () => reject(transaction.error)
      })
    } finally {
      db.close()
    }
  } catch {
    // Full, or refused by the browser's settings: the page works, only without a network it has nothing to show.
    return undefined
  }
}

/** Keeps something large for the signed-in person, where `private-storage.ts` is for small things; it goes when they sign out here, in whichever tab. */
export async function keepRecord(user_id: string, key: string, value: unknown): Promise<void> {
  // Signed out in another tab, which this one has not heard of yet: nothing may be written any more.
  if (keptPerson()?.id !== user_id) return
  await act('readwrite', (records) => records.put(value, `${user_id} ${key}`))
}

export const keptRecord = <T>(user_id: string, key: string): Promise<T | undefined> =>
  act('readonly', (records) => records.get(`${user_id} ${key}`) as IDBRequest<T>)
