/** The least power of ten that the codec multiplies with, and the greatest: what 19 digits need to span all float64. */
const LEAST = -342
const MOST = 324

const LOWER = 2n ** 64n - 1n

/**
 * The powers of ten, 10 ** LEAST first: the 128 bits that each begins with, the rest cut off, as two numbers of 64 bits,
 * the upper one first. Computed in about a millisecond, which is less than a table in the source would take to be read.
 */
export function powersOfTen(): BigUint64Array<ArrayBuffer> {
  const table = new BigUint64Array(2 * (MOST - LEAST + 1))
  let power = 1n
  for (let e = 0; e <= Math.max(MOST, -LEAST); e++, power *= 10n) {
    if (e <= MOST) put(e, shifted(power, 127 - floorLog2(e)))
    if (-e >= LEAST) put(-e, shifted(1n, 127 - floorLog2(-e), power))
  }
  return table

  function put(e: number, bits: bigint): void {
    table[2 * (e - LEAST)] = bits >> 64n
    table[2 * (e - LEAST) + 1] = bits & LOWER
  }
}

/** floor(n * 2 ** by / d) */
function shifted(n: bigint, by: number, d = 1n): bigint {
  return by >= 0 ? (n << BigInt(by)) / d : (n >> BigInt(-by)) / d
}

/** floor(log2(10 ** e)), exact for all e of the table. */
function floorLog2(e: number): number {
  return (e * 1741647) >> 19
}
