/** The few things of Markdown that the documents are written in. */

/** A fenced block: its kind, its text, and the line its text begins at, counted from 1. */
export interface Block {
  readonly kind: string
  readonly text: string
  readonly line: number
}

/** A page taken apart. */
export interface Page {
  readonly path: string
  readonly blocks: readonly Block[]
  /** The lines outside of blocks and comments, each with its number. */
  readonly prose: readonly { readonly text: string; readonly line: number }[]
}

const FENCE = /^```(\w*)$/

/** @throws SyntaxError for a block that never ends */
export function readPage(path: string, text: string): Page {
  const blocks: Block[] = []
  const prose: { text: string; line: number }[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string
    const fence = FENCE.exec(line)
    if (!fence) {
      if (/^\s*(```|~~~)/.test(line)) throw new SyntaxError(`${path}:${i + 1}: an unclear fence`)
      prose.push({ text: line, line: i + 1 })
      continue
    }
    const end = lines.indexOf('```', i + 1)
    if (end < 0) throw new SyntaxError(`${path}:${i + 1}: a block without end`)
    const [, kind = ''] = fence
    blocks.push({ kind, text: lines.slice(i + 1, end).join('\n'), line: i + 2 })
    i = end
  }
  return { path, blocks, prose }
}

/** Where a heading can be linked to, as GitHub names it: `## The way back: 9 to 0` is #the-way-back-9-to-0. */
export function anchorsOf({ prose }: Page): string[] {
  return prose.flatMap(({ text }) => {
    const heading = /^#{1,6} (.*)$/.exec(text)?.[1]
    if (heading === undefined) return []
    const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    return [words.replaceAll(' ', '-')]
  })
}

/** `](target)` or `<http://target>`. */
const LINK = /(?:\]\(|<(?=https?:))([^)>\s]+)/g

/** The targets of links and images, with their lines. */
export function linksOf({ prose }: Page): { target: string; line: number }[] {
  return prose.flatMap(({ text, line }) =>
    [...text.replaceAll(/`[^`]*`/g, '').matchAll(LINK)].map(([, target = '']) => ({
      target,
      line,
    })),
  )
}

/** What stands between backticks, with its line. */
export function codeOf({ prose }: Page): { code: string; line: number }[] {
  return prose.flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => ({ code, line })),
  )
}
