import { doubleDouble, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { type Matrix, matrix } from '../matrix.ts'
import type { Bounds, Sizes } from './bounds.ts'
import type { GradientName } from './methods.ts'
import { boundLookedAt, type Looks } from './numeric.ts'
import type { Settings } from './settings.ts'

const { add, mul, sum, lift } = doubleDouble
const number = (value: number) => lift(matrix(1, 1, [value]))

/** The absolute part of the tolerance for every number of a check: atol where one was given, else `rounding`. */
export function floorOf(
  name: GradientName,
  { atol, unsigned }: Pick<Settings, 'atol' | 'unsigned'>,
  looks: Looks,
  rounding: Bounds,
  sizes: Sizes,
): WideMatrix {
  const own = boundLookedAt(name, rounding[name], looks)
  if (atol === undefined) return own
  const scale = unsigned && looks.probes ? torchScale(looks.probes[name], sizes) : number(1)
  return add(mul(number(atol), scale), zeros(own.n, own.d))
}

/** What torch's fast mode multiplies its atol by: the sum of the probe times the sum of the cotangent, (P,1). */
function torchScale(probes: readonly Matrix[], { dout }: Sizes): WideMatrix {
  const total = (data: Float64Array) => data.reduce((all, each) => all + each, 0)
  const cotangent = total(sum(dout).hi)
  return lift(
    matrix(
      probes.length,
      1,
      probes.map(({ data }) => total(data) * cotangent),
    ),
  )
}
