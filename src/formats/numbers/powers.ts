/** The exponents of ten that the digits of a float64 may need. */
const [FIRST, LAST] = [-292, 324]

/**
 * 10 ** k for every k, as 128 bits that begin with a one, rounded up: the table g of Schubfach. In the order of the
 * exponents, two words each, the lower one first.
 */
export function powersOfTen(): BigUint64Array {
  const powers = new BigUint64Array(2 * (LAST - FIRST + 1))
  for (let k = FIRST; k <= LAST; k++) {
    const bits = upTo128(k)
    const at = 2 * (k - FIRST)
    powers[at] = BigInt.asUintN(64, bits)
    powers[at + 1] = bits >> 64n
  }
  return powers
}

/** The first 128 bits of 10 ** k; one more in the last place, unless there was nothing behind them. */
function upTo128(k: number): bigint {
  const power = 10n ** BigInt(Math.abs(k))
  const length = power.toString(2).length
  if (k >= 0) {
    const behind = BigInt(Math.max(0, length - 128))
    const first = length < 128 ? power << BigInt(128 - length) : power >> behind
    return first << behind === power || length < 128 ? first : first + 1n
  }
  return (1n << BigInt(length + 127)) / power + 1n
}
