import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pictures } from './pictures.ts'
import { TABLES } from './tables.ts'

/**
 * Writes what the documents show of the code: docs/*.svg, and in README.md and docs/*.md whatever stands between
 * `<!-- table: NAME -->` and `<!-- end -->`. test/docs.test.ts says when that is no longer current.
 *
 *   node docs/print.ts
 */

const ROOT = new URL('../', import.meta.url)

/** The documents, by their path in the repository. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs', ROOT))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
]

const MARKED = /(<!-- table: ([^\n]+) -->).*?(<!-- end -->)/gs

/** A document with its tables printed anew. */
export function printed(text: string): string {
  return text.replaceAll(MARKED, (_, start: string, asked: string, end: string) => {
    const [name = '', ...words] = asked.split(' ')
    const table = TABLES[name]
    if (!table) throw new Error(`there is no table ${name}`)
    return `${start}\n\n${table(...words)}\n\n${end}`
  })
}

if (import.meta.main) {
  for (const [path, svg] of Object.entries(pictures())) writeFileSync(new URL(path, ROOT), svg)
  for (const path of DOCUMENTS) {
    const page = new URL(path, ROOT)
    writeFileSync(page, printed(readFileSync(page, 'utf8')))
  }
}
