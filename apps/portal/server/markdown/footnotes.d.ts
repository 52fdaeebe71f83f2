declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it'
  /** The package brings no types of its own. */
  export default function footnotes(md: MarkdownIt): void
}
