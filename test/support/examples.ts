import type { Block, Page } from './markdown.ts'

/** The address that the documents are written for. */
export const WRITTEN = 'http://127.0.0.1:3000'

/** A block that can be run, and the block that shows what comes of it. */
export interface Example {
  readonly kind: 'sh' | 'python' | 'log'
  readonly block: Block
  readonly answer?: Block
}

/** What each kind of block is answered by: a command by JSON, a program by what it prints. */
const ANSWERS = { sh: 'json', python: 'text', log: undefined } as const

/**
 * The examples of a page, in order. No block is left out.
 *
 * @throws Error for a block of another kind, or an answer that nothing asked for
 */
export function examplesOf({ path, blocks }: Page): Example[] {
  const examples: Example[] = []
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i] as Block
    if (!Object.hasOwn(ANSWERS, block.kind)) {
      throw new Error(`${path}:${block.line}: nobody runs a block of kind "${block.kind}" here`)
    }
    const kind = block.kind as Example['kind']
    const next = blocks[i + 1]
    if (next && next.kind === ANSWERS[kind]) {
      examples.push({ kind, block, answer: next })
      i += 1
    } else examples.push({ kind, block })
  }
  return examples
}
