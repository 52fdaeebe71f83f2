/**
 * What the renderer is told about what a text names. It reads no database itself, so that the same text and the same knowledge always give the
 * same page. Plain values: they may go to another thread.
 */
export interface Known {
  /** Scheme and host of this site: links below it are no strangers'. */
  origin: string
  /** How people spell their names, by the key that names are compared by. */
  people: Map<string, string>
  /** Pictures of ours, by the name in their addresses. */
  pictures: Map<string, KnownPicture>
  /** Pages of ours that a link may stand alone for, by path without its language. */
  cards: Map<string, Card>
}

export interface KnownPicture {
  width: number
  height: number
  alt: string
}

export interface Card {
  title: string
  /** The title for addresses below `/hi`, where there is another. */
  title_hi?: string
  note: string
  /** The small picture. */
  image?: string
}
