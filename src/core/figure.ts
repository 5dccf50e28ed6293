import { type Arrow, forwardArrows, type Gradient, gradients } from './figure/arrows.ts'
import { BOX, BOXES, type Box, columnX, HEADER, LANES, PITCH, SIZE } from './figure/layout.ts'
import { beside, type Point, rounded } from './figure/line.ts'
import { STYLE } from './figure/style.ts'
import { BACKWARD, FORWARD, INPUTS, type ShapeName, STEPS, type Value } from './graph.ts'

const KIND: Readonly<Record<ShapeName, string>> = {
  '(N,D)': 'matrix',
  '(D)': 'vector',
  '()': 'scalar',
}

const madeBy = ({ name, formula, evalFormula }: Value) =>
  `${name} = ${formula}${evalFormula === undefined ? '' : ` (in evaluation ${evalFormula})`}`

const ABOUT: ReadonlyMap<string, string> = new Map([
  ...INPUTS.map(({ name, about }) => [name, `${name}: ${about}`] as const),
  ...[...FORWARD, ...BACKWARD].map((value) => [value.name, madeBy(value)] as const),
])

/** A formula may hold what XML keeps for itself. */
function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What a reader finds out by pointing at a value. */
function tooltip(name: string): string {
  return `<title>${escaped(ABOUT.get(name) ?? name)}</title>`
}

function text(words: string, [x, y]: Point, size: number, kind = '', anchor = 'middle'): string {
  const looks = `${kind && ` class="${kind}"`} font-size="${size}" text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${looks}>${escaped(words)}</text>`
}

function outline({ shape, x, y, width, height }: Omit<Box, 'name' | 'isInput' | 'column'>): string {
  const corner = shape === '(N,D)' ? height / 10 : height / 2
  const [left, top] = [x - width / 2, y - height / 2]
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${corner}"/>`
}

function box(box: Box): string {
  const { name, shape, isInput, x, y } = box
  return `<g id="${name}" class="${KIND[shape]}${isInput ? ' input' : ''}">${tooltip(name)}
${outline(box)}
${text(name, [x, y - 1], 15, 'name')}
${text(shape, [x, y + 14], 12, 'name quiet')}
</g>`
}

function ends({ from, to }: Arrow): string {
  return `${from ? ` data-from="${from}"` : ''}${to ? ` data-to="${to}"` : ''}`
}

function forward(arrow: Arrow): string {
  const d = rounded(arrow.way)
  return `<path class="forward"${ends(arrow)} d="${d}" marker-end="url(#forward-head)"/>`
}

function gradient(arrow: Gradient): string {
  const { at, anchor } = beside(arrow.way)
  return `<g id="${arrow.name}" class="backward"${ends(arrow)}>${tooltip(arrow.name)}
<path d="${rounded(arrow.way)}" marker-end="url(#backward-head)"/>
${text(arrow.name, at, 14, 'name', anchor)}
</g>`
}

function head(id: string): string {
  return `<marker id="${id}" viewBox="0 0 10 10" refX="7" refY="5"
 markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">
<path class="${id}" d="M0 0.6L10 5L0 9.4L2 5z"/>
</marker>`
}

function column({ step, title }: { step: number; title: string }): string {
  const [x, height] = [columnX(step), LANES['()'] - 36]
  const band = `<rect class="band" x="${x - PITCH / 2}" y="12" width="${PITCH}" height="${height}" rx="8"/>`
  return `<g class="step">${step % 2 ? '' : band}
<circle cx="${x}" cy="${HEADER}" r="11"/>
${text(String(step), [x, HEADER + 5], 14, 'number')}
${text(title, [x, HEADER + 28], 14)}
</g>`
}

function legend(): string {
  const [upper, lower] = [LANES['()'] - 6, LANES['()'] + 17]
  const swatch = (kind: string, shape: ShapeName, x: number, y: number, words: string) =>
    `<g class="${kind}">${outline({ shape, x: x + 17, y, width: 34, height: 17 })}</g>
${text(words, [x + 44, y + 5], 14, '', 'start')}`
  const [arrows, weights, shapes] = [0, 2.5, 7].map((step) => columnX(step) - BOX.width / 2)
  return `<g class="legend">
<path class="forward" d="M${arrows} ${upper}h38" marker-end="url(#forward-head)"/>
${text('forward: values', [arrows + 50, upper + 5], 14, '', 'start')}
<g class="backward"><path d="M${arrows + 40} ${lower}h-38" marker-end="url(#backward-head)"/></g>
${text('backward: gradients', [arrows + 50, lower + 5], 14, '', 'start')}
${swatch('matrix input', '(N,D)', weights, upper, 'bold: an input')}
${swatch('matrix', '(N,D)', weights, lower, 'thin: made in its step')}
${swatch('matrix', '(N,D)', shapes, upper, '(N,D): N examples of D channels')}
${swatch('vector', '(D)', shapes, lower, '(D): one value per channel')}
</g>`
}

/** The circuit of the post as one self-contained SVG: forward in black to the right, backward in red to the left. */
export function circuitFigure(): string {
  const { width, height } = SIZE
  const said = (values: readonly Value[]) => escaped(values.map(madeBy).join('; '))
  return `<svg xmlns="http://www.w3.org/2000/svg" class="circuit"
 viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
 role="img" aria-labelledby="circuit-title circuit-about">
<title id="circuit-title">The circuit of batch normalization</title>
<desc id="circuit-about">Forward, from left to right: ${said(FORWARD)}.
Backward, from right to left: ${said(BACKWARD)}.</desc>
<style>
${STYLE}
</style>
<defs>
${head('forward-head')}
${head('backward-head')}
</defs>
<rect class="paper" width="${width}" height="${height}" rx="12"/>
${STEPS.map(column).join('\n')}
${forwardArrows().map(forward).join('\n')}
${gradients().map(gradient).join('\n')}
${BOXES.map(box).join('\n')}
${legend()}
</svg>
`
}
