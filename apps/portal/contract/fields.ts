import { z } from 'zod'

/** The languages that posts are written in, by BCP 47; the first two are also those of the pages around them. */
export const post_languages = ['en', 'hi', 'as', 'bn', 'gu', 'kn', 'ml', 'mr', 'or', 'pa', 'ta', 'te', 'ur'] as const
export type PostLanguage = (typeof post_languages)[number]

/** The categories that the editor offers, whose names the pages know in both languages; people may write others. */
export const known_categories = ['travel', 'food', 'culture', 'festivals', 'history', 'nature', 'crafts', 'people'] as const

export const most_text = { postname: 200, category: 50, content: 100_000, comment: 5_000, alt: 300, note: 1_000 } as const

/** One line as people type it, in one Unicode form. */
export const oneLine = (max: number, blank?: string) =>
  z
    .string()
    .max(max * 4, `Use at most ${max} characters.`)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(blank === undefined ? 0 : 1, blank)
        .max(max, `Use at most ${max} characters.`)
        .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'Leave out line breaks and control characters.'),
    )

/** Many lines; the API gives them back as they are, but for the Unicode form and the kind of line break. */
export const manyLines = (max: number, blank?: string) =>
  z
    .string()
    .max(max, `Use at most ${max} characters.`)
    .transform((text) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n'))
    .pipe(z.string().refine((text) => blank === undefined || text.trim() !== '', blank))

/** Whoever wrote something, as everybody sees them; `null` where they have left. The site itself has the name `Pocket India` and an empty username. */
export const Author = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string().meta({ description: 'First and last name where the person shows them, else empty.' }),
    avatar: z.string().nullable(),
  })
  .nullable()
  .meta({ id: 'Author' })
export type Author = z.infer<typeof Author>

/** An uploaded picture in its three widths, all WebP below `/media/`. */
export const Picture = z
  .object({
    id: z.uuid(),
    /** At most 1600 pixels wide; what Markdown links to. */
    url: z.string(),
    /** At most 800. */
    medium: z.string(),
    /** At most 400. */
    small: z.string(),
    /** Of the largest. */
    width: z.int(),
    height: z.int(),
    alt: z.string(),
  })
  .meta({ id: 'Picture' })
export type Picture = z.infer<typeof Picture>

export const Version = z.int().min(1)
export const stale = 'Somebody has changed it since: `current` is what it is now.'
