import type { PostLanguage } from '../contract/fields.ts'

export interface PortalTables {
  portal_posts: {
    id: string
    /** Null: the site itself. */
    author_id: string | null
    slug: string
    postname: string
    content: string
    /** The same, made safe to show; made anew when the renderer's number has changed. */
    html: string
    /** JSON: the headings. */
    contents: string
    renderer: number
    excerpt: string
    words: number
    category: string
    category_key: string
    state: string | null
    language: PostLanguage
    /** Posts with the same one are translations of each other; at most one in each language. */
    translation_group: string
    cover_id: string | null
    status: 'draft' | 'scheduled' | 'published'
    publish_at: string | null
    /** The first time that readers saw it; what lists are in the order of. */
    published_at: string | null
    held_at: string | null
    /** When staff let it through: whoever has one such is no newcomer any more. */
    approved_at: string | null
    hidden_at: string | null
    hidden_reason: string | null
    deleted_at: string | null
    /** 1: readers see it. Follows from the columns above, and is written with them. */
    public: 0 | 1
    likes: number
    /** Visible comments. */
    comments: number
    version: number
    /** That of the last draft that is gone: the next goes on from there, so no version means two texts. */
    draft_version: number
    created_at: string
    updated_at: string
  }
  /** Every slug that a post ever had, the present one too: an old address leads on, and nobody else gets it. */
  portal_post_slugs: { slug: string; post_id: string; created_at: string }
  /** Changes of a post that are not published; one row a post. */
  portal_drafts: {
    post_id: string
    postname: string
    content: string
    category: string
    state: string | null
    language: PostLanguage
    cover_id: string | null
    version: number
    base_version: number
    created_at: string
    updated_at: string
  }
  portal_revisions: {
    id: string
    post_id: string
    number: number
    author_id: string | null
    postname: string
    content: string
    words: number
    category: string
    state: string | null
    cover_id: string | null
    created_at: string
    updated_at: string
  }
  portal_likes: { post_id: string; user_id: string; created_at: string }
  portal_images: {
    id: string
    user_id: string
    /** The beginning of its keys below `posts/`. */
    name: string
    width: number
    height: number
    bytes: number
    alt: string
    created_at: string
    updated_at: string
  }
  /** What a post, its draft or an earlier version shows; goes with the post. */
  portal_image_uses: { image_id: string; post_id: string }
  portal_comments: {
    id: string
    post_id: string
    parent_id: string | null
    author_id: string | null
    /** The ids from the first comment down to this one: in the order of these texts a conversation reads. */
    path: string
    depth: number
    content: string
    html: string
    renderer: number
    version: number
    /** How many answers there are, of any kind: an empty place stays while it is not 0. */
    answers: number
    edited_at: string | null
    held_at: string | null
    /** When staff let it through. */
    approved_at: string | null
    hidden_at: string | null
    hidden_reason: string | null
    deleted_at: string | null
    deleted_by: string | null
    created_at: string
    updated_at: string
  }
  portal_notices: {
    id: string
    user_id: string
    kind: 'comment' | 'reply' | 'mention' | 'approved' | 'hidden' | 'restored'
    actor_id: string | null
    post_id: string
    comment_id: string | null
    read_at: string | null
    mailed_at: string | null
    created_at: string
    updated_at: string
  }
  portal_notice_settings: { user_id: string; mail: 'each' | 'daily' | 'never'; created_at: string; updated_at: string }
  portal_reports: {
    id: string
    kind: 'post' | 'comment'
    object_id: string
    reporter_id: string | null
    reason: string
    note: string
    handled_at: string | null
    handled_by: string | null
    created_at: string
    updated_at: string
  }
  portal_contacts: {
    id: string
    reference: string
    user_id: string | null
    name: string
    email: string
    subject: string
    message: string
    status: 'new' | 'answered' | 'spam'
    /** 1: a form of ours was shown before. */
    proven: 0 | 1
    proof_id: string | null
    handled_at: string | null
    handled_by: string | null
    created_at: string
    updated_at: string
  }
  /** The words that are indexed, by whom they may be found: everybody (an empty scope) or one person. */
  portal_words: { scope: string; word: string }
  /** What is left of them when a character or two are missing, for finding what somebody meant. */
  portal_word_remains: { scope: string; remains: string; word: string }
  /** Rows of the search index by number, which is also their order; `words` only on PostgreSQL. */
  portal_post_docs: { doc: number; object_id: string; scope: string }
  portal_comment_docs: { doc: number; object_id: string; scope: string }
}

declare module '#server/db/tables.ts' {
  interface Tables extends PortalTables {}
}
