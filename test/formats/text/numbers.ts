/** Numbers and spellings of numbers that a codec might get wrong, from a seed. */

/** Draws whole numbers from 0 to 2 ** 32 - 1. */
export type Draw = () => number

/** sfc32 by Chris Doty-Humphrey, in the public domain. */
export function draws(seed: number): Draw {
  let [a, b, c, d] = [0, seed, seed >>> 16, 1]
  const next = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return t >>> 0
  }
  for (let k = 0; k < 12; k++) next()
  return next
}

const words = new Uint32Array(2)
const double = new Float64Array(words.buffer)

/** The float64 of some bits, its exponent changed where it would not be finite. */
function ofBits(hi: number, lo: number): number {
  words[0] = lo
  words[1] = (hi & 0x7ff00000) === 0x7ff00000 ? hi ^ 0x40000000 : hi
  return double[0] as number
}

/** A number a few floats away from x, or x. */
function beside(x: number, draw: Draw): number {
  double[0] = x
  const bits = (BigInt(words[1] as number) << 32n) | BigInt(words[0] as number)
  const moved = bits + BigInt((draw() % 5) - 2)
  return ofBits(Number((moved >> 32n) & 0xffffffffn), Number(moved & 0xffffffffn))
}

const fraction = (draw: Draw) => draw() / 2 ** 32 + draw() / 2 ** 64
const signed = (x: number, draw: Draw) => (draw() & 1 ? -x : x)
const whole = (draw: Draw, below: number) => Math.floor(fraction(draw) * below)

/** What draws a number, by the kind of number. */
export const NUMBERS: Readonly<Record<string, (draw: Draw) => number>> = {
  'any bits': (draw) => ofBits(draw(), draw()),
  'near 1': (draw) => signed((0.5 + fraction(draw)) * 2 ** ((draw() % 13) - 6), draw),
  'whole numbers': (draw) => signed(whole(draw, 10 ** (draw() % 24)), draw),
  'small whole numbers': (draw) => signed(draw() % 1000, draw),
  subnormal: (draw) => ofBits(draw() & 0x800fffff, draw() >>> (draw() % 32)),
  'powers of 2': (draw) => beside(signed(2 ** ((draw() % 2098) - 1074), draw), draw),
  'powers of 10': (draw) => beside(signed(Number(`1e${(draw() % 632) - 323}`), draw), draw),
  'short decimals': (draw) => signed(whole(draw, 10 ** (draw() % 9)) / 10 ** (draw() % 9), draw),
  float32: (draw) => Math.fround(signed(fraction(draw) * 10 ** ((draw() % 8) - 4), draw)),
  'few bits': (draw) => signed(whole(draw, 2 ** (draw() % 25)) * 2 ** -(draw() % 60), draw),
  'where spellings change': (draw) =>
    signed(
      10 ** ([-7, -6, -5, 15, 16, 17, 20, 21, 22][draw() % 9] as number) * fraction(draw),
      draw,
    ),
}

/** What draws the text of a number, by the kind of text. */
export const SPELLINGS: Readonly<Record<string, (draw: Draw) => string>> = {
  'digits and an exponent': (draw) => {
    const text = digits(draw, 1 + (draw() % 17))
    const point = draw() % text.length
    const dotted = point === 0 ? text : `${Number(text.slice(0, point))}.${text.slice(point)}`
    return `${draw() & 1 ? '-' : ''}${dotted}${exponent(draw, 330)}`
  },
  'many digits': (draw) => `${draw() % 100}.${digits(draw, 1 + (draw() % 40))}`,
  'zeros in front': (draw) => `0.${'0'.repeat(draw() % 30)}${digits(draw, 1 + (draw() % 20))}`,
  'zeros alone': (draw) => `-0.${'0'.repeat(1 + (draw() % 30))}${exponent(draw, 400)}`,
  'half way': (draw) => halfWay(ofBits(draw(), draw()), draw),
  'half way near 1': (draw) => halfWay(ofBits(0x3fe00000 + (draw() & 0x3fffff), draw()), draw),
  'half way between whole numbers': (draw) =>
    halfWay(2 ** (53 + (draw() % 20)) * (1 + fraction(draw)), draw),
}

function digits(draw: Draw, count: number): string {
  let text = String(1 + (draw() % 9))
  while (text.length < count) text += draw() % 10
  return text
}

function exponent(draw: Draw, most: number): string {
  const e = (draw() % (2 * most)) - most
  return draw() % 4 === 0 ? '' : `${draw() & 1 ? 'e' : 'E'}${e > 0 && draw() & 1 ? '+' : ''}${e}`
}

/** The middle between x and the float64 above it, all its digits or some of them, or a little more or less than it. */
function halfWay(x: number, draw: Draw): string {
  double[0] = Math.abs(x)
  const [lo, hi] = words as unknown as [number, number]
  const biased = Math.max(hi >>> 20, 1)
  const fractionBits = (BigInt(hi & 0xfffff) << 32n) | BigInt(lo)
  const significand = hi >>> 20 === 0 ? fractionBits : fractionBits | (1n << 52n)
  // (2 * significand + 1) * 2 ** q = n * 10 ** -places
  const q = biased - 1076
  const places = Math.max(-q, 0)
  const n = (2n * significand + 1n) * (q > 0 ? 2n ** BigInt(q) : 5n ** BigInt(places))
  const text = String(n + BigInt((draw() % 3) - 1))
  const kept = draw() & 1 ? text.length : Math.min(text.length, 16 + (draw() % 6))
  return `${text.slice(0, kept)}e${text.length - kept - places}`
}
