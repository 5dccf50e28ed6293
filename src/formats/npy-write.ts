import { writeHeader } from './npy-header.ts'

/** Writes arrays as NumPy does, in version 1.0; each in pieces, so that the numbers are not copied. */

/** The digits that arrays are written with. */
export type Dtype = 'float64' | 'float32'

/** Numbers as an array of float64 or float32. */
export function writeNpy(
  { shape, data }: { readonly shape: readonly number[]; readonly data: Float64Array },
  dtype: Dtype = 'float64',
): Uint8Array[] {
  const narrow = dtype === 'float32' ? Float32Array.from(data) : data
  const bytes = new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength)
  return [writeHeader(dtype === 'float32' ? '<f4' : '<f8', shape), bytes]
}

/** Words as an array of fixed-width unicode strings. */
export function writeStrings(shape: readonly number[], words: readonly string[]): Uint8Array[] {
  const points = words.map((word) => [...word].map((letter) => letter.codePointAt(0) as number))
  const width = Math.max(1, ...points.map(({ length }) => length))
  const cells = new Uint32Array(words.length * width)
  for (const [i, word] of points.entries()) cells.set(word, i * width)
  return [writeHeader(`<U${width}`, shape), new Uint8Array(cells.buffer)]
}

/** Whole numbers as an array of int64. */
export function writeIntegers(numbers: readonly number[]): Uint8Array[] {
  const wide = BigInt64Array.from(numbers, BigInt)
  return [writeHeader('<i8', [numbers.length]), new Uint8Array(wide.buffer)]
}

/** A truth value. */
export function writeBool(value: boolean): Uint8Array[] {
  return [writeHeader('|b1', []), Uint8Array.of(Number(value))]
}
