import type { Tensor } from '../../src/formats/tensor.ts'
import { faultIn, split } from './cells.ts'
import { columnsOf } from './columns.ts'
import { faultAt, raggedRow } from './errors.ts'
import { linesOf } from './lines.ts'
import { whyNot } from './numbers.ts'

/**
 * The array of a table: a line for every row; a vector when it has one line or one column, a number when it has both.
 * See columns.ts for what may stand above and beside the numbers.
 *
 * @throws ReadError
 */
export function readTable(text: string): Tensor {
  const lines = linesOf(text)
  const { separator, header, index, read } = columnsOf(text, lines)
  const rows = header ? lines.slice(1) : lines
  const skipped = Number(index)
  const numbers: number[] = []
  let width = 0
  for (const [i, line] of rows.entries()) {
    const cells = split(line, separator)
    if (i === 0) width = cells.length
    for (let j = skipped; j < cells.length; j++) {
      const number = read(cells[j] as string)
      if (number === undefined) throw faultIn(text, line, separator, j, whyNot(cells[j] as string))
      numbers.push(number)
    }
    if (cells.length === width) continue
    throw faultAt(text, line.start, raggedRow(i + 1, cells.length - skipped, width - skipped))
  }
  const shape = [rows.length, width - skipped].filter((size) => size > 1)
  const isNumber = shape.length === 0 && lines.length === 1
  return { shape: shape.length > 0 || isNumber ? shape : [1], data: new Float64Array(numbers) }
}
