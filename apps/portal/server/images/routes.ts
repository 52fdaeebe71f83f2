import { user } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/images.ts'
import { changeImage, imagesOf, removeImage } from './images.ts'
import { addImage } from './upload.ts'

export const imageRoutes = new Routes()
  // Drawing costs more than anything else that people can ask for.
  .on(contract.addImage, user.atMost('60 per minute'), ({ site, read, write, caller, body }) => addImage(site, read, write, caller, body))
  .on(contract.listImages, user, ({ db, caller, query }) => imagesOf(db, caller, query))
  .on(contract.changeImage, user, ({ write, caller, params, body }) => write((tx) => changeImage(tx, caller, requireId(params.id, 'picture'), body.alt)))
  .on(contract.removeImage, user, ({ site, write, caller, params }) => removeImage(site, write, caller, requireId(params.id, 'picture')))
