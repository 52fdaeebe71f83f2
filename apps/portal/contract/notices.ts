import { z } from 'zod'
import { redirect } from '#contract/answer.ts'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { liveEvent } from '#contract/event.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Author } from './fields.ts'

const door = portalDoor

/** `comment`: to your post. `reply`: to your comment. `mention`: somebody named you. The rest is what staff did with what you wrote. */
export const notice_kinds = ['comment', 'reply', 'mention', 'approved', 'hidden', 'restored'] as const

export const Notice = z
  .object({
    id: z.uuid(),
    kind: z.enum(notice_kinds),
    actor: Author,
    post: z.object({ id: z.uuid(), slug: z.string(), postname: z.string() }),
    comment_id: z.uuid().nullable(),
    excerpt: z.string(),
    read_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Notice' })
export type Notice = z.infer<typeof Notice>

export const listNotices = endpoint({
  name: 'portal.list_notices',
  door,
  method: 'GET',
  path: '/api/notices',
  summary: 'What concerns you, the newest first',
  query: z.object(pageQuery),
  returns: pageOf(Notice),
})

export const countNotices = endpoint({
  name: 'portal.count_notices',
  door,
  method: 'GET',
  path: '/api/notices/count',
  summary: 'How many you have not read; counted up to 100',
  returns: z.object({ unread: z.int() }),
})

export const readNotices = endpoint({
  name: 'portal.read_notices',
  door,
  method: 'POST',
  path: '/api/notices/read',
  summary: 'Mark some as read, or all up to one',
  body: z.union([z.strictObject({ ids: z.array(GivenId).min(1).max(100) }), z.strictObject({ up_to: GivenId })]),
  returns: z.object({ unread: z.int() }),
  example: { ids: ['0198a0b1-7c00-7000-8000-000000000001'] },
})

const NoticeSettings = z.object({ mail: z.enum(['each', 'daily', 'never']).meta({ description: 'By default `each`, to a confirmed address.' }) })
export const getNoticeSettings = endpoint({
  name: 'portal.get_notice_settings',
  door,
  method: 'GET',
  path: '/api/notices/settings',
  summary: 'Whether notices come by mail too',
  returns: NoticeSettings,
})
export const setNoticeSettings = endpoint({
  name: 'portal.set_notice_settings',
  door,
  method: 'PUT',
  path: '/api/notices/settings',
  summary: 'Choose whether notices come by mail too',
  body: z.strictObject(NoticeSettings.shape),
  returns: NoticeSettings,
  example: { mail: 'daily' },
})

const token = z.object({ token: z.string().max(100).default('') })
export const unsubscribeNotices = endpoint({
  name: 'portal.unsubscribe_notices',
  door,
  method: 'POST',
  path: '/api/notices/unsubscribe',
  summary: 'No more notices by mail, by the link that each of them carries in its header (RFC 8058); needs no account',
  query: token,
  returns: NoticeSettings,
  errors: { 404: 'The link is not one of ours.' },
})
export const openUnsubscribe = endpoint({
  name: 'portal.open_unsubscribe',
  door,
  method: 'GET',
  path: '/api/notices/unsubscribe',
  summary: 'The same link opened in a browser leads to the settings, since opening changes nothing',
  query: token,
  returns: redirect,
  status: 302,
})

export const noticeAdded = liveEvent('portal.notice_added', Notice)
export const noticesRead = liveEvent('portal.notices_read', z.object({ unread: z.int() }))
export const events = [noticeAdded, noticesRead]
