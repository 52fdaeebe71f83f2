import { private_files as name } from './forget-private.ts'

const store = 'files'
let opened: Promise<IDBDatabase> | undefined

/** Files, and records too large for `private-storage.ts`, that a page keeps in this browser for the signed-in person; they go when they sign out. */
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => void request.result.createObjectStore(store)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const db = request.result
      // Somebody signs out, here or in another tab: nothing stands in the way.
      db.onversionchange = () => {
        db.close()
        opened = undefined
      }
      resolve(db)
    }
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

async function run<T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const db = await open()
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(store, mode)
      const request = work(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  } catch {
    // Full, or refused by the browser's settings: the page works, only a reload forgets.
    return undefined
  }
}

/** False where the browser keeps nothing. */
export const keepPrivateFile = async (key: string, file: Blob): Promise<boolean> => (await run('readwrite', (files) => files.put(file, key))) !== undefined
export const keptPrivateFile = (key: string): Promise<Blob | undefined> => run('readonly', (files) => files.get(key))
export const forgetPrivateFile = async (key: string): Promise<void> => void (await run('readwrite', (files) => files.delete(key)))
/** The same for a record: anything that the browser can copy. */
export const keepPrivateRecord = async (key: string, record: object): Promise<void> => void (await run('readwrite', (files) => files.put(record, key)))
export const keptPrivateRecord = <T extends object>(key: string): Promise<T | undefined> => run('readonly', (files) => files.get(key) as IDBRequest<T>)
export const privateFileKeys = async (): Promise<string[]> => ((await run('readonly', (files) => files.getAllKeys())) ?? []).map(String)
