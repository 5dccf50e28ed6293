import { createRequire } from 'node:module'

/** The part of saxes that is used here; its own types are not those of a strict compiler. */
interface Parser {
  on(event: 'opentag', handler: (tag: Pick<Element, 'name' | 'attributes'>) => void): void
  on(event: 'text', handler: (text: string) => void): void
  on(event: 'closetag', handler: () => void): void
  write(text: string): Parser
  close(): void
}

const { SaxesParser } = createRequire(import.meta.url)('saxes') as { SaxesParser: new () => Parser }

/** An element of XML: what it holds, in order. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

/**
 * The one element of a well-formed document, in which texts that touch are one.
 *
 * @throws Error for anything that XML 1.0 does not allow
 */
export function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open = [root]
  const parser = new SaxesParser()
  const put = (child: Element | string) => open.at(-1)?.children.push(child)
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [] }
    put(element)
    open.push(element)
  })
  parser.on('text', (part) => part !== '' && put(part))
  parser.on('closetag', () => open.pop())
  parser.write(text).close()
  const [element] = root.children.filter((child) => typeof child !== 'string')
  return element as Element
}

/** The elements within an element; white space between them is none. */
export function elements({ children }: Element): Element[] {
  return children.filter((child) => typeof child !== 'string')
}

/** All text within an element that has no other in it. */
export function textOf({ children }: Element): string {
  return children.join('')
}
