import * as dd from '../arithmetics/dd.ts'
import { doubleDouble, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import type { Matrix } from '../matrix.ts'
import { blocksOf, load } from './blocks.ts'
import { RISE_SLOTS } from './rise-sweeps.ts'
import { exponentFor, fits, power, widen } from './scale.ts'
import { someColumns } from './strays.ts'
import { LO, SLOTS, type Sweeps, slotsOf } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

const { ORIGIN, LARGEST, LEAST } = SLOTS
const { SUM } = RISE_SLOTS

/**
 * sum(direction * gradient) in every channel, (P,D), a row for each of P directions of the gradient's shape: the table's
 * sum(mul(direction, gradient)), to the last bit.
 *
 * @param directions of numbers in (-1, 1)
 */
export function products(
  directions: readonly Matrix[],
  gradient: Matrix,
  sweeps: Sweeps = theSweeps(),
): WideMatrix {
  const { d } = gradient
  const values = zeros(directions.length, d)
  const strays: number[] = []
  for (const block of blocksOf(gradient, 2, sweeps)) {
    const { heap, n, w, columns, first, width, at } = block
    const [numbers = 0, way = 0] = at
    load(block, numbers, gradient)
    for (let j = 0; j < width; j++) heap[slotsOf(columns, j) + ORIGIN] = 0
    sweeps.total(n, w, columns, numbers)
    const exponents = Array.from({ length: width }, (_, j) => {
      const s = slotsOf(columns, j)
      const exponent = exponentFor(heap[s + LARGEST])
      if (!fits(heap[s + LARGEST], heap[s + LEAST], exponent)) strays.push(first + j)
      return exponent
    })
    const factors = exponents.map((exponent) => power(-exponent))
    for (let i = 0, k = numbers; i < n; i++, k += w) {
      for (let j = 0; j < width; j++) heap[k + j] *= factors[j]
    }
    for (const [p, direction] of directions.entries()) {
      load(block, way, direction)
      sweeps.dot(n, w, columns, way, numbers)
      for (const [j, exponent] of exponents.entries()) {
        const s = slotsOf(columns, j) + SUM
        widen(values, p * d + first + j, heap[s], heap[s + LO], exponent)
      }
    }
  }
  if (strays.length > 0) byTable(values, directions, gradient, strays)
  return values
}

function byTable(
  values: WideMatrix,
  directions: readonly Matrix[],
  gradient: Matrix,
  strays: readonly number[],
): void {
  const { lift, mul, sum } = doubleDouble
  const some = lift(someColumns(gradient, strays))
  for (const [p, direction] of directions.entries()) {
    const row = sum(mul(lift(someColumns(direction, strays)), some))
    for (const [k, j] of strays.entries()) dd.copy(values, p * values.d + j, row, k)
  }
}
