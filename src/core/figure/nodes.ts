import { BACKWARD, FORWARD, INPUTS, type ShapeName, type Value } from '../graph.ts'
import { escaped } from '../markup.ts'
import type { Arrow, Gradient } from './arrows.ts'
import type { Drawn } from './drawn.ts'
import { LEADING, type Line, nameLine, roomIn, sizeLines } from './label.ts'
import type { Box } from './layout.ts'
import { beside, type Point, rounded } from './line.ts'
import { outline } from './outline.ts'
import { type Anchor, exact, shapeWords } from './text.ts'
import { firstWrong, VERDICTS } from './verdicts.ts'

const KIND: Readonly<Record<ShapeName, string>> = {
  '(N,D)': 'matrix',
  '(D)': 'vector',
  '()': 'scalar',
}

/** What may stand around the label of the first wrong gradient. */
const PADDING = 4

export const madeBy = ({ name, formula, evalFormula }: Value) =>
  `${name} = ${formula}${evalFormula === undefined ? '' : ` (in evaluation ${evalFormula})`}`

const INPUT_WORDS = new Map(INPUTS.map(({ name, about }) => [name as string, `${name}: ${about}`]))
const FORMULAS: ReadonlyMap<string, string> = new Map(
  [...FORWARD, ...BACKWARD].map((value) => [value.name, madeBy(value)]),
)

/** What a reader finds out by pointing at a value. */
function tooltip(name: string, { values = {}, verdicts = {}, formulas = true }: Drawn): string {
  const [value, verdict] = [values[name], verdicts[name]]
  const said = [
    INPUT_WORDS.get(name) ?? (formulas ? FORMULAS.get(name) : name),
    value && `shape ${shapeWords(value.shape)}, 2-norm ${exact(value.norm)}`,
    verdict && VERDICTS[verdict].words,
    firstWrong(verdicts) === name && 'the first that is',
  ]
  return `<title>${escaped(said.filter(Boolean).join('; '))}</title>`
}

/** The classes that a verdict gives a value. */
function judgedAs(name: string, { verdicts = {} }: Drawn): string {
  const verdict = verdicts[name]
  if (!verdict) return ''
  return ` is-${verdict}${firstWrong(verdicts) === name ? ' first' : ''}`
}

/** The arrowhead of a gradient: one for all, or that of its verdict. */
export function headName(name: string, { verdicts = {} }: Drawn): string {
  const verdict = verdicts[name]
  return verdict ? `is-${verdict}-head` : 'backward-head'
}

export function boxNode(box: Box, drawn: Drawn): string {
  const { name, shape, isInput, x, y } = box
  const first = drawn.values ? y - 11 : y - 1
  const lines = [
    nameLine(name, [x, first], 15, 'middle', drawn),
    ...sizeLines(name, [x, first + 15], 'middle', drawn, roomIn(box.width)),
  ]
  const kind = `${KIND[shape]}${isInput ? ' input' : ''}${judgedAs(name, drawn)}`
  return `<g id="${name}" class="${kind}">${tooltip(name, drawn)}
${outline(box)}
${lines.map(({ svg }) => svg).join('\n')}
</g>`
}

/** Where an arrow comes from and goes to, for whoever reads the figure with a program. */
export function ends({ from, to }: Arrow): string {
  return `${from ? ` data-from="${from}"` : ''}${to ? ` data-to="${to}"` : ''}`
}

/** @param head the reference to the arrow's head */
export function gradientNode(arrow: Gradient, drawn: Drawn, head: string): string {
  const { name, way } = arrow
  const { at, anchor } = beside(way)
  const lines = [
    nameLine(name, at, 14, anchor, drawn),
    ...(drawn.values ? sizeLines(name, [at[0], at[1] + LEADING], anchor, drawn) : []),
  ]
  const isFirst = firstWrong(drawn.verdicts ?? {}) === name
  return `<g id="${name}" class="backward${judgedAs(name, drawn)}"${ends(arrow)}>${tooltip(name, drawn)}
<path d="${rounded(way)}" marker-end="${head}"/>
${isFirst ? `${ground(at, anchor, lines)}\n` : ''}${lines.map(({ svg }) => svg).join('\n')}
</g>`
}

/** What lies under a label that stands out. */
function ground([x, y]: Point, anchor: Anchor, lines: readonly Line[]): string {
  const width = Math.max(...lines.map((line) => line.width))
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor] - PADDING
  const height = lines.length * LEADING + PADDING
  const sides = [left, width + 2 * PADDING].map((side) => Math.round(side * 10) / 10)
  return `<rect x="${sides[0]}" y="${y - 13}" width="${sides[1]}" height="${height}" rx="4"/>`
}
