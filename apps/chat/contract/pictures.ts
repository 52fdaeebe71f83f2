import { z } from 'zod'
import { file } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { upload } from '#contract/upload.ts'

const door = sessionDoor

export const max_pictures = 4
export const max_alt = 500
/** A picture is made to fit into a square of this many pixels, and once more for the conversation. */
export const picture_box = 2048
export const small_box = 720
/** Of pictures that one has sent, as they are stored. */
export const max_stored_bytes = 200 * 1024 * 1024

export const Alt = z
  .string()
  .max(max_alt * 4)
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => [...text].length <= max_alt, `Use at most ${max_alt} characters.`)
  .meta({ description: 'What the picture shows, for those who do not see it.' })

export const Picture = z.object({
  id: z.uuid().meta({ description: 'Made by the client: sending it again adds nothing.' }),
  width: z.int(),
  height: z.int(),
  size: z.int().meta({ description: 'Bytes of the large one.' }),
  alt: z.string(),
  damaged: z.boolean(),
})
export type Picture = z.infer<typeof Picture>

/** A picture of a message, as its sender names it. */
export const NewPicture = z.strictObject({ id: GivenId, alt: Alt.default('') })

const nowhere = 'There is no such room, or you are not in it.'

export const addPicture = endpoint({
  name: 'chat.add_picture',
  door,
  method: 'PUT',
  path: '/api/chat/rooms/:room_id/messages/:message_id/pictures/:id',
  summary: 'Upload a picture for a message that you are about to send; both ids are made by the client',
  description:
    'It is drawn anew: nothing but its pixels is kept, encrypted with the key of the room. The other one sees it once the message names it. What no message names within a day is removed.',
  body: upload('image/jpeg', 'image/png', 'image/webp', 'image/gif'),
  returns: Picture,
  errors: {
    403: 'One of you has blocked the other.',
    404: nowhere,
    409: 'The id is that of another picture, or your pictures take up all the space that you have.',
    413: 'The file is larger than 10 MiB.',
  },
})

export const removePicture = endpoint({
  name: 'chat.remove_picture',
  door,
  method: 'DELETE',
  path: '/api/chat/rooms/:room_id/pictures/:id',
  summary: 'Take back a picture of yours that no message names yet',
  description: 'A picture that was sent goes with its message.',
  status: 204,
  errors: { 404: 'There is no such picture of yours, or it was sent.' },
})

export const getPicture = endpoint({
  name: 'chat.get_picture',
  door,
  method: 'GET',
  path: '/api/chat/rooms/:room_id/pictures/:id',
  summary: 'A picture of a message, as WebP; for the two of the room alone',
  query: z.object({ size: z.enum(['large', 'small']).default('large') }),
  returns: file,
  errors: { 404: 'There is no such picture, or you are not in its room.', 410: 'What is stored has been damaged.' },
})
