import { h } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Layout } from '../../src/formats/layout.ts'
import type { Tensor } from '../../src/formats/tensor.ts'
import { Cells } from './cells.ts'
import { extremesOf, rangeOf } from './colours.ts'
import { type Grid, gridOf } from './grid.ts'
import { bars, heatMap } from './paint.ts'
import { Picture } from './picture.ts'
import { exact, shapeText, shortAmong } from './words.ts'

/** The element that is pointed at. */
export interface Pointed {
  readonly row: number
  readonly column: number
}

/** Up to so many numbers are written down, in so many columns. */
const MOST_CELLS = 48
const MOST_COLUMNS = 8

/** The numbers of one value: written down where they are few, else a heat map or bars; exact where one points. */
export function Numbers({
  name,
  value,
  layout,
  channel,
}: {
  name: string
  value: Tensor
  layout: Layout
  channel: number | undefined
}) {
  const [at, setAt] = useState<Pointed>()
  const grid = useMemo(() => gridOf(value, layout, channel), [value, layout, channel])
  const { rows, columns, data, axes } = grid
  const label = `${name} ${shapeText(value.shape)}`
  const isSmall = data.length <= MOST_CELLS && columns <= MOST_COLUMNS
  const parts = { label, grid, onPoint: setAt }
  if (value.shape.length === 0) return h('code', { class: 'alone' }, exact(data[0] as number))
  const isVector = rows === 1
  return h(
    'figure',
    { class: isVector ? 'numbers vector' : 'numbers', 'data-name': name },
    isVector &&
      h(Picture, {
        ...parts,
        paint: bars,
        ...(isSmall ? { height: 40, width: `${columns * 3.9}rem` } : { height: 72 }),
      }),
    isSmall && h(Cells, { ...parts, channel }),
    !isSmall &&
      !isVector &&
      h(Picture, { ...parts, paint: heatMap, height: Math.max(48, Math.min(220, rows * 12)) }),
    h(
      'figcaption',
      { class: 'readout' },
      // Only what somebody points at is read aloud, not every range that changes.
      h('span', { 'aria-live': 'polite' }, at && pointed(name, grid, at)),
      !at && summary(grid, axes),
    ),
  )
}

function pointed(name: string, grid: Grid, { row, column }: Pointed) {
  const value = grid.data[row * grid.columns + column]
  if (value === undefined) return null
  const place = grid.place(row, column)
  return h(
    'code',
    {},
    `${name}${place.length > 0 ? `[${place.join(', ')}]` : ''} = ${exact(value)}`,
  )
}

function summary({ data, rows, columns }: Grid, [down, across]: Grid['axes']) {
  const range = rangeOf(data)
  const ends = extremesOf(data).map((end) => shortAmong(end, range))
  const axes = rows > 1 ? `${down} down, ${across} across; ` : columns > 1 ? `by ${across}; ` : ''
  return axes + ends.join(' to ')
}
