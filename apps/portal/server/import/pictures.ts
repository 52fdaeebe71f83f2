import { realpathSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { Problem } from '#contract/problem.ts'
import { sizes } from '#server/http/limits.ts'
import type { Site } from '#server/site.ts'
import { addImage } from '../images/upload.ts'
import { readerOf } from './posts.ts'
import type { Report } from './report.ts'

/** A file below the folder that the operator named; undefined for what is elsewhere, by whatever way it leads there. */
function fileIn(folder: string, path: string): string | undefined {
  try {
    const root = realpathSync(folder)
    const file = realpathSync(resolve(root, decodeURIComponent(path).replace(/^\/+/, '')))
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined
  }
}

/** Draws a picture anew and stores it as somebody's own; undefined, and a line in the report, when that cannot be. */
export async function importPicture(site: Site, report: Report, folder: string | undefined, path: string, owner_id: string | null) {
  if (folder === undefined || owner_id === null) {
    report.leaveOut(path, folder === undefined ? 'a picture, and no folder of pictures was named' : 'a picture that would be nobody’s')
    return undefined
  }
  const file = fileIn(folder, path)
  if (file === undefined || statSync(file).size > sizes.max_upload_bytes) {
    report.leaveOut(path, file === undefined ? 'there is no such file' : 'a picture of more than 10 MiB')
    return undefined
  }
  const caller = { id: owner_id, role: 'user', verified: true, session_id: '', via: 'token' } as const
  const context = { actor_id: null, ip: null, request_id: null }
  try {
    const data = new Uint8Array(await Bun.file(file).arrayBuffer())
    const picture = await addImage(site, readerOf(site), (work) => site.store.write(context, work), caller, { data } as Parameters<typeof addImage>[4])
    report.count('pictures')
    return picture
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    report.leaveOut(path, error.message)
    return undefined
  }
}
