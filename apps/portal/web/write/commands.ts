import Bold from 'lucide-react/icons/bold'
import Code from 'lucide-react/icons/code'
import Heading2 from 'lucide-react/icons/heading-2'
import Heading3 from 'lucide-react/icons/heading-3'
import Italic from 'lucide-react/icons/italic'
import Link from 'lucide-react/icons/link'
import List from 'lucide-react/icons/list'
import ListOrdered from 'lucide-react/icons/list-ordered'
import Superscript from 'lucide-react/icons/superscript'
import Table from 'lucide-react/icons/table'
import TextQuote from 'lucide-react/icons/text-quote'
import type { T } from './book.ts'
import * as markdown from './markdown.ts'

/** `key` is pressed with Ctrl (or ⌘), and Shift where it says so; by place on the keyboard where it is a digit, since layouts differ. */
interface Command {
  name: 'bold' | 'italic' | 'heading' | 'subheading' | 'link' | 'quote' | 'list' | 'numbers' | 'code' | 'table' | 'footnote'
  icon: typeof Bold
  key?: string
  shift?: boolean
  run: (edit: markdown.Edit, t: T) => markdown.Edit
}

/** In the order of the toolbar; the keys are those of the editors that people know. */
export const commands: readonly Command[] = [
  { name: 'bold', icon: Bold, key: 'b', run: (edit, t) => markdown.wrap(edit, '**', t('tools.words')) },
  { name: 'italic', icon: Italic, key: 'i', run: (edit, t) => markdown.wrap(edit, '*', t('tools.words')) },
  { name: 'heading', icon: Heading2, key: 'Digit2', shift: true, run: (edit) => markdown.heading(edit, 2) },
  { name: 'subheading', icon: Heading3, key: 'Digit3', shift: true, run: (edit) => markdown.heading(edit, 3) },
  { name: 'link', icon: Link, key: 'k', run: (edit, t) => markdown.link(edit, t('tools.words')) },
  { name: 'quote', icon: TextQuote, key: 'Digit9', shift: true, run: (edit) => markdown.quote(edit) },
  { name: 'list', icon: List, key: 'Digit8', shift: true, run: (edit) => markdown.list(edit, false) },
  { name: 'numbers', icon: ListOrdered, key: 'Digit7', shift: true, run: (edit) => markdown.list(edit, true) },
  { name: 'code', icon: Code, key: 'e', run: (edit, t) => markdown.code(edit, t('tools.words')) },
  { name: 'table', icon: Table, run: (edit, t) => markdown.table(edit, [t('tools.column'), t('tools.column')]) },
  { name: 'footnote', icon: Superscript, run: (edit) => markdown.footnote(edit) },
]

interface Press {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/** What a key does to the text, if anything. */
export function commandOf(press: Press, edit: markdown.Edit, t: T): markdown.Edit | undefined {
  if (!(press.ctrlKey || press.metaKey) || press.altKey) return undefined
  const found = commands.find(
    ({ key, shift = false }) => key !== undefined && shift === press.shiftKey && (press.code === key || press.key.toLowerCase() === key),
  )
  return found?.run(edit, t)
}

/** As it stands on the button. */
export const keysOf = ({ key, shift }: Command): string => (key ? `Ctrl ${shift ? '⇧ ' : ''}${key.replace('Digit', '').toUpperCase()}` : '')
