import { h } from 'preact'
import type { Problem } from '../service/ask.ts'

/** Why the service gave no result, and the page that says what to do about it. */
export function ProblemNote({ problem }: { problem: Problem }) {
  const { title, detail, code, errors = [] } = problem
  // There is a field for that: see key-note.ts.
  if (code === 'unauthorized') return null
  return h(
    'div',
    { class: 'fault', role: 'alert' },
    h('p', {}, h('strong', {}, title), `: ${detail}`),
    errors.length > 0 &&
      h(
        'ul',
        {},
        errors
          .slice(0, 5)
          .map((each) =>
            h('li', { key: each.pointer }, h('code', {}, each.pointer), ` ${each.detail}`),
          ),
      ),
    code !== 'unreachable' &&
      code !== 'unknown' &&
      h('a', { href: `/problems/${code}` }, 'What to do'),
  )
}
