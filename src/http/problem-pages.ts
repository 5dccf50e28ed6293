import { PROBLEMS, type ProblemCode, type ProblemRow } from '../../schemas/problems.ts'
import { escaped } from '../core/markup.ts'

/** The pages that explain the problems, printed from their table: HTML without scripts, light and dark. */

const STYLE = `:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } h2 a { color: inherit; text-decoration: none } code { font-size: .95em }
dt { font-weight: 600 } dd { margin: 0 0 .5rem }`

/** Every problem on one page. */
export function allProblems(): string {
  const sections = Object.entries(PROBLEMS).map(([code, row]) => section(code, row))
  const lead = `<p>Every answer of this service that is not a result is a problem document
(<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>) with one of these codes.</p>`
  return page('Problems', [lead, ...sections])
}

/** One problem; undefined for a code that isn't in the table. */
export function oneProblem(code: string): string | undefined {
  if (!Object.hasOwn(PROBLEMS, code)) return undefined
  const row = PROBLEMS[code as ProblemCode]
  return page(row.title, [section(code, row), '<p><a href="/problems">All problems</a></p>'])
}

function section(code: string, { status, title, cause, solve }: ProblemRow): string {
  return `<section id="${code}">
<h2><a href="/problems/${code}">${escaped(title)}</a></h2>
<p><code>${code}</code>, HTTP status ${status}</p>
<dl><dt>What happened</dt><dd>${escaped(cause)}</dd><dt>How to solve it</dt><dd>${escaped(solve)}</dd></dl>
</section>`
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>
${parts.join('\n')}
</main></body></html>
`
}
