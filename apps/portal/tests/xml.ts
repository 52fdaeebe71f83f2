/** An element of a document that was read strictly. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const token = /<\?xml [^?]*\?>\s*|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Reads XML without comments, doctypes and CDATA, which we never write. Throws on whatever is not well-formed. */
export function parseXml(xml: string): Element {
  if (forbidden.test(xml)) throw new Error('a character that XML has no way to say')
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let at = 0
  for (const match of xml.matchAll(token)) {
    if (match.index !== at) break
    at += match[0].length
    const [, closing, opening, attributes = '', empty, text] = match
    const top = open.at(-1) ?? root
    if (closing !== undefined && open.pop()?.name !== closing) throw new Error(`</${closing}> closes something else`)
    if (text !== undefined) top.text += decoded(text)
    if (opening === undefined) continue
    const element: Element = { name: opening, attributes: {}, children: [], text: '' }
    for (const [, name = '', value = ''] of attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)) element.attributes[name] = decoded(value)
    top.children.push(element)
    if (!empty) open.push(element)
  }
  if (at !== xml.length || open.length !== 1 || root.children.length !== 1) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 80)}`)
  return root.children[0] as Element
}

function decoded(text: string): string {
  if (/&(?!#\d+;|(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`an & that is no entity: ${text.slice(0, 80)}`)
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
    code ? String.fromCodePoint(Number(code)) : ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name] ?? ''),
  )
}

export const childrenNamed = (element: Element, name: string) => element.children.filter((child) => child.name === name)
export const textIn = (element: Element, name: string) => childrenNamed(element, name)[0]?.text
