import { BACKWARD, FORWARD, INPUTS, type ShapeName } from '../graph.ts'
import type { Drawn } from './drawn.ts'
import type { Point } from './line.ts'
import { type Anchor, brief, fitting, shapeWords, text, widthOf } from './text.ts'
import { SIGN, sign } from './verdicts.ts'

/** One line of what is written of a value. */
export interface Line {
  readonly svg: string
  readonly width: number
}

/** The widest that a line may be, beside an arrow and in a box. */
const ROOM = 74
export const roomIn = (width: number) => width - 6
/** From one line to the next. */
export const LEADING = 14
const SHAPE_SIZE = 12
const NORM_SIZE = 11

const SHAPES: ReadonlyMap<string, ShapeName> = new Map(
  [...INPUTS, ...FORWARD, ...BACKWARD].map(({ name, shape }) => [name, shape]),
)

/** A name, with the sign of its verdict on the left. @param wanted its size, where there is room for it */
export function nameLine(
  name: string,
  [x, y]: Point,
  wanted: number,
  anchor: Anchor,
  { verdicts = {} }: Drawn,
): Line {
  const verdict = verdicts[name]
  const before = verdict ? SIGN.size + SIGN.air : 0
  const size = fitting(name, wanted, ROOM - before)
  const width = before + widthOf(name, size)
  const start = { start: x, middle: x - width / 2, end: x - width }[anchor]
  const at = { start: x + before, middle: x + before / 2, end: x }[anchor]
  const words = text(name, [at, y], size, 'name', anchor)
  return {
    svg: verdict ? `${sign(verdict, [start, y - size / 3])}\n${words}` : words,
    width,
  }
}

/** The shape of a value, in letters where it isn't known; and its norm, where it is. */
export function sizeLines(
  name: string,
  [x, y]: Point,
  anchor: Anchor,
  { values }: Drawn,
  room = ROOM,
): Line[] {
  const value = values?.[name]
  const lines: [words: string, size: number][] = value
    ? [
        [shapeWords(value.shape), SHAPE_SIZE],
        [`norm ${brief(value.norm)}`, NORM_SIZE],
      ]
    : [[SHAPES.get(name) ?? '', SHAPE_SIZE]]
  return lines.map(([words, wanted], k) => {
    const size = fitting(words, wanted, room)
    return {
      svg: text(words, [x, y + k * LEADING], size, 'name quiet', anchor),
      width: widthOf(words, size),
    }
  })
}
