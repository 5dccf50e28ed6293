import { type Arrow, forwardArrows, gradients } from './figure/arrows.ts'
import { CIRCUIT_STYLE } from './figure/circuit-style.ts'
import type { Drawn } from './figure/drawn.ts'
import { type Detail, HEADER, type Layout, layoutFor, PITCH } from './figure/layout.ts'
import { legend, legendDepth, verdictLegend } from './figure/legend.ts'
import { rounded } from './figure/line.ts'
import { boxNode, ends, gradientNode, headName, madeBy } from './figure/nodes.ts'
import { fingerprint, text } from './figure/text.ts'
import { VERDICT_STYLE } from './figure/verdict-style.ts'
import { firstWrong, VERDICTS } from './figure/verdicts.ts'
import { BACKWARD, FORWARD, STEPS, type Value } from './graph.ts'
import { escaped } from './markup.ts'

export type { Drawn, FigureVerdict } from './figure/drawn.ts'

/** What lies below the last line of the legend. */
const FOOT = 19

function detailOf({ values, verdicts }: Drawn): Detail {
  if (values) return 'sizes'
  return verdicts ? 'signs' : 'names'
}

/** What the ids of a figure begin with that another one on the same page may have too; nothing for the circuit itself. */
function prefixOf({ values, verdicts, formulas }: Drawn): string {
  if (!values && !verdicts) return ''
  return `f${fingerprint(JSON.stringify([values, verdicts, formulas]))}-`
}

function head(prefix: string, kind: string): string {
  return `<marker id="${prefix}${kind}" viewBox="0 0 10 10" refX="7" refY="5"
 markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">
<path class="${kind}" d="M0 0.6L10 5L0 9.4L2 5z"/>
</marker>`
}

function forward(arrow: Arrow, head: string): string {
  return `<path class="forward"${ends(arrow)} d="${rounded(arrow.way)}" marker-end="${head}"/>`
}

function column({ step, title }: { step: number; title: string }, layout: Layout): string {
  const [x, height] = [layout.columnX(step), layout.lanes['()'] - layout.boxHeight / 2 - 14]
  const band = `<rect class="band" x="${x - PITCH / 2}" y="12" width="${PITCH}" height="${height}" rx="8"/>`
  return `<g class="step">${step % 2 ? '' : band}
<circle cx="${x}" cy="${HEADER}" r="11"/>
${text(String(step), [x, HEADER + 5], 14, 'number')}
${text(title, [x, HEADER + 28], 14)}
</g>`
}

/** The figure in words, for whoever does not see it. */
function description({ verdicts, formulas = true }: Drawn): string {
  const said = (values: readonly Value[]) => values.map((v) => (formulas ? madeBy(v) : v.name))
  const judged = [...FORWARD, ...BACKWARD].flatMap(({ name }) => {
    const verdict = verdicts?.[name]
    return verdict ? [`${name} ${VERDICTS[verdict].words}`] : []
  })
  const words = `Forward, from left to right: ${said(FORWARD).join('; ')}.
Backward, from right to left: ${said(BACKWARD).join('; ')}.`
  return escaped(judged.length === 0 ? words : `${words}\nJudged: ${judged.join('; ')}.`)
}

/**
 * The circuit of the post as one self-contained SVG: forward in black to the right, backward in red to the left. With
 * values every node has its own shape and norm, with verdicts its sign and colour.
 */
export function circuitFigure(drawn: Drawn = {}): string {
  const layout = layoutFor(detailOf(drawn))
  const prefix = prefixOf(drawn)
  const [arrows, back] = [forwardArrows(layout), gradients(layout)]
  const heads = new Set([
    'forward-head',
    'backward-head',
    ...back.map(({ name }) => headName(name, drawn)),
  ])
  const headOf = (kind: string) => `url(#${prefix}${kind})`
  const has = { sizes: drawn.values !== undefined, verdicts: drawn.verdicts !== undefined }
  const depth = layout.lanes['()'] + legendDepth(has)
  const [width, height] = [layout.width, depth + FOOT]
  const style = has.verdicts ? `${CIRCUIT_STYLE}\n${VERDICT_STYLE}` : CIRCUIT_STYLE
  return `<svg xmlns="http://www.w3.org/2000/svg" class="circuit${has.verdicts ? ' judged' : ''}"
 viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
 role="img" aria-labelledby="${prefix}circuit-title ${prefix}circuit-about">
<title id="${prefix}circuit-title">The circuit of batch normalization</title>
<desc id="${prefix}circuit-about">${description(drawn)}</desc>
${drawn.bare ? '' : `<style>\n${style}\n</style>\n`}<defs>
${[...heads].map((kind) => head(prefix, kind)).join('\n')}
</defs>
<rect class="paper" width="${width}" height="${height}" rx="12"/>
${STEPS.map((step) => column(step, layout)).join('\n')}
${arrows.map((arrow) => forward(arrow, headOf('forward-head'))).join('\n')}
${back.map((arrow) => gradientNode(arrow, drawn, headOf(headName(arrow.name, drawn)))).join('\n')}
${layout.boxes.map((box) => boxNode(box, drawn)).join('\n')}
${legend(layout, has, headOf)}
${has.verdicts ? `${verdictLegend(layout, depth, firstWrong(drawn.verdicts ?? {}) !== undefined)}\n` : ''}</svg>
`
}
