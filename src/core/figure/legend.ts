import type { ShapeName } from '../graph.ts'
import type { FigureVerdict } from './drawn.ts'
import { BOX_WIDTH, type Layout, PITCH } from './layout.ts'
import type { Point } from './line.ts'
import { outline } from './outline.ts'
import { text, widthOf } from './text.ts'
import { SIGN, sign, VERDICT_NAMES, VERDICTS } from './verdicts.ts'

/** The lines of the legend, measured from the lane of eps. */
const [UPPER, LOWER, NORM] = [-6, 17, 40]
/** From the last of them to that of the verdicts. */
const BELOW = 32
/** A sign and the air around it, the size of the words, and the most air between two entries. */
const BEFORE = SIGN.size + SIGN.air + 2
const SIGNS_SIZE = 13
const MOST_AIR = 40

/** What a figure has beside names. */
interface Has {
  readonly sizes: boolean
  readonly verdicts: boolean
}

/** How far the legend reaches below the lane of eps. */
export function legendDepth({ sizes, verdicts }: Has): number {
  return (sizes ? NORM : LOWER) + (verdicts ? BELOW : 0)
}

function swatch(kind: string, shape: ShapeName, x: number, y: number, words: string): string {
  return `<g class="${kind}">${outline({ shape, x: x + 17, y, width: 34, height: 17 })}</g>
${text(words, [x + 44, y + 5], 14, '', 'start')}`
}

/** What arrows, outlines and weights mean. @param headOf the reference to an arrow's head */
export function legend(
  { lanes, columnX }: Layout,
  { sizes }: Has,
  headOf: (kind: string) => string,
): string {
  const base = lanes['()']
  const [upper, lower] = [base + UPPER, base + LOWER]
  const [arrows, weights, shapes] = [
    columnX(0) - BOX_WIDTH / 2,
    columnX(2) + PITCH / 2 - BOX_WIDTH / 2,
    columnX(7) - BOX_WIDTH / 2,
  ] as const
  const norm = text(
    'norm: the root of the sum of all squares',
    [shapes, base + NORM + 5],
    14,
    '',
    'start',
  )
  return `<g class="legend">
<path class="forward" d="M${arrows} ${upper}h38" marker-end="${headOf('forward-head')}"/>
${text('forward: values', [arrows + 50, upper + 5], 14, '', 'start')}
<g class="backward"><path d="M${arrows + 40} ${lower}h-38" marker-end="${headOf('backward-head')}"/></g>
${text('backward: gradients', [arrows + 50, lower + 5], 14, '', 'start')}
${swatch('matrix input', '(N,D)', weights, upper, 'bold: an input')}
${swatch('matrix', '(N,D)', weights, lower, 'thin: made in its step')}
${swatch('matrix', '(N,D)', shapes, upper, '(N,D): N examples of D channels')}
${swatch('vector', '(D)', shapes, lower, '(D): one value per channel')}
${sizes ? `${norm}\n` : ''}</g>`
}

interface Entry {
  readonly kind: string
  readonly verdict: FigureVerdict
  readonly words: string
}

/** What the signs mean, in one line. @param hasFirst whether some value is the first wrong one */
export function verdictLegend({ width }: Layout, y: number, hasFirst: boolean): string {
  const entries: Entry[] = VERDICT_NAMES.map((name) => ({
    kind: `is-${name}`,
    verdict: name,
    words: VERDICTS[name].words,
  }))
  if (hasFirst) entries.push({ kind: 'first', verdict: 'wrong', words: 'the first wrong one' })
  const lengths = entries.map(({ words }) => BEFORE + widthOf(words, SIGNS_SIZE))
  const free = width - lengths.reduce((sum, length) => sum + length, 0)
  const air = Math.min(MOST_AIR, free / (entries.length + 1))
  const start = (free - air * (entries.length - 1)) / 2
  const drawn = entries.map(({ kind, verdict, words }, k) => {
    const before = lengths.slice(0, k).reduce((sum, length) => sum + length + air, start)
    const x = Math.round(before)
    const ground =
      kind === 'first' ? `<rect x="${x - 4}" y="${y - 10}" width="20" height="20" rx="4"/>` : ''
    const at: Point = [x + BEFORE + (kind === 'first' ? 4 : 0), y + 5]
    return `<g class="${kind}">${ground}${sign(verdict, [x, y])}</g>${text(words, at, SIGNS_SIZE, '', 'start')}`
  })
  return `<g class="legend">
${drawn.join('\n')}
</g>`
}
