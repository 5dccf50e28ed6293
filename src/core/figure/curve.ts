import type { GradientName } from '../gradient-check/methods.ts'
import type { Sweep, SweepCurve } from '../gradient-check/sweep.ts'
import { escaped } from '../markup.ts'
import { type Axis, axisFor, placeOn, ticksOf } from './curve-axes.ts'
import { bestOf, curveLine, knownOf, markPath, type Plot } from './curve-lines.ts'
import { CURVE_STYLE, LOOKS, nameOf } from './curve-style.ts'
import { brief, fingerprint, text } from './text.ts'

/** Where things stand in the figure. */
const WIDTH = 680
const [LEFT, RIGHT] = [64, WIDTH - 20]
/** The heading, the first line of the legend, and from one of its lines to the next. */
const HEADING = 28
const LEGEND = 54
const LEADING = 20
const PLOT_HEIGHT = 300
/** What is below the plot: labels, and the name of the axis. */
const FOOT = 52
const LABELS = { h: 10, error: 9 }

/** The step that everybody uses. */
const USUAL = 1e-5

const UNITS = { absolute: 'h, the step', sqrtvar: "h, the step in units of the channel's sqrtvar" }

/** The error of numeric gradients against the step, both on a scale of powers of ten; one curve for each way. */
export function curveFigure(
  sweep: Sweep,
  { bare = false, of = 'dx' }: { bare?: boolean | undefined; of?: GradientName | undefined } = {},
): string {
  const { curves, hUnit } = sweep
  const top = LEGEND + curves.length * LEADING + 10
  const bottom = top + PLOT_HEIGHT
  const height = bottom + FOOT
  const errors = curves.flatMap((curve) => knownOf(curve, of).map(({ error }) => error))
  const hs = curves.flatMap(({ points }) => points.map(({ h }) => h))
  const plot: Plot = {
    of,
    h: axisFor(hs, [LEFT + 10, RIGHT - 10], { otherwise: [-13, -1] }),
    error: axisFor(errors, [bottom - 8, top + 8], {
      withZero: errors.includes(0),
      otherwise: [-16, 0],
    }),
  }
  const prefix = `s${fingerprint(JSON.stringify([sweep.curves, hUnit, of]))}-`
  const frame = { top, bottom, ...plot }
  return `<svg xmlns="http://www.w3.org/2000/svg" class="sweep"
 viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"
 role="img" aria-labelledby="${prefix}title ${prefix}about">
<title id="${prefix}title">How the error of a numeric ${of} depends on the step</title>
<desc id="${prefix}about">${escaped(curves.map((curve) => `${summary(curve, of)}.`).join('\n'))}</desc>
${bare ? '' : `<style>\n${CURVE_STYLE}\n</style>\n`}<rect class="paper" width="${WIDTH}" height="${height}" rx="12"/>
${text(`Error of the numeric ${of}: largest |numeric - exact| / largest |exact|`, [20, HEADING], 14, '', 'start')}
${curves.map((curve, k) => legendLine(curve, of, LEGEND + k * LEADING)).join('\n')}
<rect class="plot" x="${LEFT}" y="${top}" width="${RIGHT - LEFT}" height="${PLOT_HEIGHT}" rx="6"/>
${errorGrid(frame, errors.includes(0))}
${stepGrid(frame, hUnit === 'absolute')}
${text(UNITS[hUnit], [(LEFT + RIGHT) / 2, bottom + 42], 13)}
${errors.length === 0 ? text('the gradient is 0: there is nothing to compare', [(LEFT + RIGHT) / 2, (top + bottom) / 2], 14) : ''}
${curves.map((curve) => curveLine(curve, plot)).join('\n')}
</svg>
`
}

function summary(curve: SweepCurve, of: GradientName): string {
  const best = bestOf(curve, of)
  const name = `${curve.method}, ${curve.precision}`
  return best
    ? `${name}: best ${brief(best.error)} at h = ${brief(best.h)}`
    : `${name}: nothing known`
}

function legendLine(curve: SweepCurve, of: GradientName, y: number): string {
  const name = nameOf(curve)
  return `<g class="legend ${name}"><path class="line" d="M20 ${y - 4}L64 ${y - 4}"/><path class="mark" d="${markPath(LOOKS[name].mark, [42, y - 4], 3.4)}"/>
${text(summary(curve, of), [74, y], 13, '', 'start')}</g>`
}

interface Frame {
  readonly top: number
  readonly bottom: number
  readonly h: Axis
  readonly error: Axis
}

const power = (exponent: number) => (exponent === 0 ? '1' : `1e${exponent}`)

function errorGrid({ error }: Frame, hasZero: boolean): string {
  const ticks = ticksOf(error, LABELS.error).filter((tick) => !hasZero || tick > error.least)
  const lines = ticks.map((tick) => {
    const y = placeOn(error, 10 ** tick)
    return `<path class="grid" d="M${LEFT} ${y}L${RIGHT} ${y}"/>${text(power(tick), [LEFT - 8, y + 4], 12, 'name quiet', 'end')}`
  })
  if (hasZero) lines.push(text('0', [LEFT - 8, error.start + 4], 12, 'name quiet', 'end'))
  return lines.join('\n')
}

/** @param isUsual whether the step that everybody uses means what they mean */
function stepGrid({ h, top, bottom }: Frame, isUsual: boolean): string {
  const lines = ticksOf(h, LABELS.h).map((tick) => {
    const x = placeOn(h, 10 ** tick)
    return `<path class="grid" d="M${x} ${top}L${x} ${bottom}"/>${text(power(tick), [x, bottom + 18], 12, 'name quiet')}`
  })
  const exponent = Math.log10(USUAL)
  if (isUsual && h.least <= exponent && exponent <= h.most) {
    const x = placeOn(h, USUAL)
    lines.push(
      `<path class="usual" d="M${x} ${top}L${x} ${bottom}"><title>h = 1e-5, the step that everybody uses</title></path>`,
      text('1e-5, the usual step', [x, top - 6], 12, 'quiet'),
    )
  }
  return lines.join('\n')
}
