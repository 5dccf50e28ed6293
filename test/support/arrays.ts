/** Nested arrays of numbers, as JSON carries a tensor. */
export type Nested = number | Nested[]

/** The float64 numbers of a tensor, little-endian, in base64: no digit is lost and none is read twice. */
export interface Packed {
  readonly shape: number[]
  readonly float64: string
}

/** A tensor's numbers, row-major. */
export function flat(tensor: Nested): number[] {
  return Array.isArray(tensor) ? tensor.flatMap(flat) : [tensor]
}

/** Row-major numbers as a tensor of this shape. */
export function shaped(numbers: readonly number[], shape: readonly number[]): Nested[] {
  const [size = 1, ...inner] = shape
  if (inner.length === 0) return [...numbers]
  const stride = numbers.length / size
  return Array.from({ length: size }, (_, i) =>
    shaped(numbers.slice(i * stride, (i + 1) * stride), inner),
  )
}

export function shapeOf(tensor: Nested): number[] {
  return Array.isArray(tensor) ? [tensor.length, ...shapeOf(tensor[0] as Nested)] : []
}

export function unpacked({ shape, float64 }: Packed): Nested[] {
  const bytes = Buffer.from(float64, 'base64')
  const numbers = Array.from({ length: bytes.length / 8 }, (_, k) => bytes.readDoubleLE(8 * k))
  return shaped(numbers, shape)
}

/** The numbers of each channel of a tensor whose channels lie along axis 1. */
export function channelsOf(tensor: readonly Nested[]): number[][] {
  const examples = tensor as Nested[][]
  return (examples[0] as Nested[]).map((_, j) =>
    examples.flatMap((each) => flat(each[j] as Nested)),
  )
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

/** NumPy's std: the root of the mean square deviation. */
export function stdOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers)
  return Math.sqrt(meanOf(numbers.map((value) => (value - mean) ** 2)))
}

/** Which numbers are further apart than allowed, in words; none when all is well. */
export function apart(
  actual: readonly number[],
  expected: readonly number[],
  allowed: (expected: number) => number,
): string[] {
  if (actual.length !== expected.length) {
    return [`${actual.length} numbers instead of ${expected.length}`]
  }
  return expected.flatMap((value, k) => {
    const found = actual[k] as number
    const most = allowed(value)
    return Math.abs(found - value) <= most ? [] : [`${k}: ${found} is not ${value} +- ${most}`]
  })
}
