import { type ComponentChildren, h } from 'preact'

/** A table with a title over each column; its rows are handed in. */
export function Table({
  kind = '',
  caption,
  columns,
  children,
}: {
  kind?: string
  caption?: string
  columns: readonly string[]
  children?: ComponentChildren
}) {
  return h(
    'table',
    { class: `judged ${kind}`.trim() },
    caption !== undefined && h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        columns.map((title) => h('th', { key: title, scope: 'col' }, title)),
      ),
    ),
    h('tbody', {}, children),
  )
}
