import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { upload } from '#contract/upload.ts'
import { most_text, oneLine, Picture } from './fields.ts'

const door = portalDoor

/** Pictures of one person, all sizes together. */
export const image_quota_bytes = 200 * 1024 * 1024

const OwnPicture = Picture.extend({ bytes: z.int(), created_at: z.iso.datetime(), used: z.boolean() })

export const addImage = endpoint({
  name: 'portal.add_image',
  door,
  method: 'POST',
  path: '/api/images',
  summary: 'Upload a picture for posts: made anew as WebP in three widths, without anything beside its pixels',
  description: 'JPEG, PNG, WebP or GIF, at most 10 MiB and 25 million pixels. One that no post, draft or earlier version uses is removed after a day.',
  body: upload('image/jpeg', 'image/png', 'image/webp', 'image/gif'),
  returns: Picture,
  status: 201,
  errors: { 409: 'There is no room left: 200 MB a person.' },
})

export const listImages = endpoint({
  name: 'portal.list_images',
  door,
  method: 'GET',
  path: '/api/images',
  summary: 'Your pictures, the newest first',
  query: z.object(pageQuery),
  returns: pageOf(OwnPicture),
})

export const changeImage = endpoint({
  name: 'portal.change_image',
  door,
  method: 'PATCH',
  path: '/api/images/:id',
  summary: 'Say what the picture shows, for those who do not see it',
  body: z.strictObject({ alt: oneLine(most_text.alt) }),
  returns: Picture,
  example: { alt: 'A blue train on a stone bridge' },
})

export const removeImage = endpoint({
  name: 'portal.remove_image',
  door,
  method: 'DELETE',
  path: '/api/images/:id',
  summary: 'Remove a picture that no post uses',
  returns: z.object({ id: z.uuid() }),
  errors: { 409: 'A post uses it.' },
})
