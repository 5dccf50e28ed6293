import { colourOf, extremesOf, rangeOf } from './colours.ts'
import type { Paint } from './picture.ts'

/** Every number a cell of its colour. */
export const heatMap: Paint = (context, { rows, columns, data }, { width, height }, isDark) => {
  const range = rangeOf(data)
  const cells = new ImageData(columns, rows)
  for (let k = 0; k < data.length; k++) {
    cells.data.set([...colourOf(data[k] as number, range, isDark), 255], 4 * k)
  }
  const small = new OffscreenCanvas(columns, rows)
  small.getContext('2d')?.putImageData(cells, 0, 0)
  context.imageSmoothingEnabled = false
  context.drawImage(small, 0, 0, width, height)
}

/** Every number a bar, up or down from 0; where 0 is far off, from the lowest. */
export const bars: Paint = (context, { columns, data }, { width, height }, isDark) => {
  const range = rangeOf(data)
  const { middle, reach } = range
  const ends = extremesOf(data)
  const lowest = middle === 0 ? Math.min(0, ends[0]) : ends[0]
  const highest = middle === 0 ? Math.max(0, ends[1]) : ends[1]
  // In halves, since the distance of two numbers may lie beyond float64.
  const span = highest / 2 - lowest / 2 || 1
  const y = (value: number) => ((highest / 2 - value / 2) / span) * (height - 4) + 2
  const floor = middle === 0 ? 0 : lowest - reach / 10
  const [step, gap] = [width / columns, width / columns > 4 ? 1 : 0]
  context.clearRect(0, 0, width, height)
  for (let k = 0; k < columns; k++) {
    const value = data[k] as number
    const [from, to] = [y(Math.max(value, floor)), y(Math.min(value, floor))]
    context.fillStyle = `rgb(${colourOf(value, { middle, reach: reach / 2 }, isDark).join()})`
    context.fillRect(k * step, from, step - gap, Math.max(to - from, 1))
  }
  context.fillStyle = isDark ? '#9da7b3' : '#59636e'
  context.fillRect(0, y(Math.max(floor, lowest)), width, 1)
}
