/** Where the next numbers come from: 32 random bits. */
export type Random = () => number

/** Random bits that are the same for the same seed (SplitMix32). */
export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
}

const bits = new Uint32Array(2)
const number = new Float64Array(bits.buffer)
const whole = new BigInt64Array(bits.buffer)

function ofBits(low: number, high: number): number {
  bits[0] = low
  bits[1] = high
  return number[0] as number
}

/** A number, or one of its two neighbours. */
function nearby(value: number, next: Random): number {
  number[0] = value
  whole[0] = (whole[0] as bigint) + BigInt((next() % 3) - 1)
  return number[0] as number
}

const between = (least: number, most: number, next: Random) => least + (next() % (most - least + 1))
const fraction = (next: Random) => (next() * 2 ** 21 + (next() >>> 11)) * 2 ** -53

/** Kinds of numbers whose digits are found in different ways. */
export const KINDS: Readonly<Record<string, (next: Random) => number>> = {
  'any bits': (next) => ofBits(next(), next()),
  'numbers around 1': (next) => 8 * fraction(next) - 4,
  'whole numbers': (next) => Math.floor((fraction(next) - 0.5) * 2 ** between(1, 70, next)),
  'short decimals': (next) =>
    Number((fraction(next) * 10 ** between(-10, 10, next)).toPrecision(between(1, 17, next))),
  'powers of two and their neighbours': (next) => nearby(2 ** between(-1074, 1023, next), next),
  'powers of ten and their neighbours': (next) => nearby(10 ** between(-323, 308, next), next),
  subnormals: (next) => ofBits(next(), next() & 0x800fffff),
}

/** Finite numbers of a kind. */
export function numbersOf(kind: string, count: number, next: Random): Float64Array {
  const draw = KINDS[kind] as (next: Random) => number
  return Float64Array.from({ length: count }, () => {
    for (;;) {
      const value = draw(next)
      if (Number.isFinite(value)) return value
    }
  })
}
