import { escaped } from '../markup.ts'
import type { Point } from './line.ts'

/** The width of a letter in a wide face, as a part of its size: SVG can't measure, and nobody knows the reader's fonts. */
const LETTER = 0.62

export const widthOf = (words: string, size: number) => LETTER * size * words.length

/** The size at which words fit into a width, no larger than the one that is asked for. */
export function fitting(words: string, size: number, room: number): number {
  const most = room / widthOf(words, 1)
  return most >= size ? size : Math.floor(most * 100) / 100
}

export type Anchor = 'start' | 'middle' | 'end'

export function text(
  words: string,
  [x, y]: Point,
  size: number,
  kind = '',
  anchor: Anchor = 'middle',
): string {
  const looks = `${kind && ` class="${kind}"`} font-size="${size}" text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${looks}>${escaped(words)}</text>`
}

/** A number in at most three digits: 0.0412, 57.3, 4.12e-5. */
export function brief(value: number): string {
  const size = Math.abs(value)
  if (size === 0 || !Number.isFinite(size)) return `${value}`
  const [digits, exponent] = value.toExponential(2).split('e') as [string, string]
  const power = Number(exponent)
  return power < -2 || power > 3 ? `${Number(digits)}e${power}` : `${Number(value.toPrecision(3))}`
}

/** A number with all of its digits, a small or a large one as people write it: 1e-5. */
export function exact(value: number): string {
  const size = Math.abs(value)
  return size === 0 || (size >= 1e-3 && size < 1e6)
    ? `${value}`
    : value.toExponential().replace('e+', 'e')
}

/** A shape as the post writes it: (3,2). */
export const shapeWords = (shape: readonly number[]) => `(${shape.join(',')})`

/** A short name for some content, so that figures on one page don't take each other's ids. FNV-1a, 32 bits. */
export function fingerprint(content: string): string {
  let hash = 0x811c9dc5
  for (let k = 0; k < content.length; k++) {
    hash = Math.imul(hash ^ content.charCodeAt(k), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
