import type { Notice } from '../../contract/notices.ts'
import { postPath } from '../blog/addresses.ts'

/** Where a notice leads: to the comment it is about, else to the post. */
export const placeOf = ({ post, comment_id }: Pick<Notice, 'post' | 'comment_id'>) => postPath(post.slug) + (comment_id ? `#comment-${comment_id}` : '')
