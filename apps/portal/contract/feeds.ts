import { file } from '#contract/answer.ts'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'

const feed = (name: string, path: '/feeds/posts.xml' | '/feeds/category/:key' | '/feeds/state/:slug' | '/feeds/author/:username', summary: string) =>
  endpoint({
    name: `portal.${name}`,
    door: portalDoor,
    method: 'GET',
    path,
    summary,
    description: 'RSS 2.0, the newest 30. A last part may end in `.xml`.',
    returns: file,
  })

export const postFeed = feed('post_feed', '/feeds/posts.xml', 'The newest posts as RSS')
export const categoryFeed = feed('category_feed', '/feeds/category/:key', 'The newest posts of a category as RSS')
export const stateFeed = feed('state_feed', '/feeds/state/:slug', 'The newest posts of a state as RSS')
export const authorFeed = feed('author_feed', '/feeds/author/:username', 'The newest posts of one person as RSS')
