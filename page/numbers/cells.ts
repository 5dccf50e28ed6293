import { h } from 'preact'
import { colourOf, rangeOf, takesDarkText } from './colours.ts'
import type { Grid } from './grid.ts'
import type { Pointed } from './numbers.ts'
import { useDark } from './use-dark.ts'
import { exact, shortAmong } from './words.ts'

/** A small matrix or vector as a table of its numbers, each on its colour. */
export function Cells({
  label,
  grid,
  channel,
  onPoint,
}: {
  label: string
  grid: Grid
  channel: number | undefined
  onPoint: (at: Pointed | undefined) => void
}) {
  const isDark = useDark()
  const { rows, columns, data, axes } = grid
  const range = rangeOf(data)
  const count = (length: number) => Array.from({ length }, (_, k) => k)
  const cell = (row: number, column: number) => {
    const value = data[row * columns + column] as number
    const colour = colourOf(value, range, isDark)
    return h(
      'td',
      {
        key: column,
        title: exact(value),
        class: takesDarkText(colour) ? 'on-light' : 'on-dark',
        style: { backgroundColor: `rgb(${colour.join()})` },
        onPointerEnter: () => onPoint({ row, column }),
      },
      shortAmong(value, range),
    )
  }
  return h(
    'table',
    { class: 'cells', 'aria-label': label, onPointerLeave: () => onPoint(undefined) },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        rows > 1 && h('td', {}),
        count(columns).map((column) =>
          h(
            'th',
            {
              key: column,
              scope: 'col',
              class: column === channel && axes[1] === 'channel' ? 'chosen' : '',
            },
            column,
          ),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      count(rows).map((row) =>
        h(
          'tr',
          { key: row },
          rows > 1 && h('th', { scope: 'row' }, row),
          count(columns).map((column) => cell(row, column)),
        ),
      ),
    ),
  )
}
