import type { SweepCurve } from '../gradient-check/sweep.ts'
import { CODE, inBothSchemes, type Palette, scoped, WORDS } from './palette.ts'

/** The looks of the curves: each has a colour, a dash and a mark of its own. */

/** A mark within a circle of radius 1. */
type Mark = 'circle' | 'square' | 'triangle' | 'diamond'

interface Look {
  readonly dash: string
  readonly mark: Mark
  readonly light: string
  readonly dark: string
}

/** A curve as a class. */
export type CurveName = `${SweepCurve['method']}-${SweepCurve['precision']}`

/** The marks of float64 are hollow, those of double-double filled. */
// biome-ignore format: a table is read in columns
export const LOOKS: Readonly<Record<CurveName, Look>> = {
  'forward-float64':            { mark: 'circle',   dash: '2 3',     light: '#b84e08', dark: '#f0883e' },
  'forward-double-double':      { mark: 'circle',   dash: '8 3 2 3', light: '#8a3b00', dark: '#d8a06a' },
  'central-float64':            { mark: 'square',   dash: '7 4',     light: '#2563c9', dark: '#6cb6ff' },
  'central-double-double':      { mark: 'square',   dash: 'none',    light: '#0b6f6a', dark: '#3fc7bf' },
  'richardson-float64':         { mark: 'triangle', dash: '9 3 2 3', light: '#8250df', dark: '#c297ff' },
  'richardson-double-double':   { mark: 'triangle', dash: '14 3',    light: '#a3378a', dark: '#f08bd8' },
  'complex-step-float64':       { mark: 'diamond',  dash: '4 2',     light: '#59636e', dark: '#9da7b3' },
  'complex-step-double-double': { mark: 'diamond',  dash: '1 2',     light: '#1f2328', dark: '#e6edf3' },
}

export const nameOf = ({ method, precision }: Pick<SweepCurve, 'method' | 'precision'>) =>
  `${method}-${precision}` as const

const NAMES = Object.keys(LOOKS) as CurveName[]

const SHAPES = scoped('.sweep', {
  text: WORDS,
  '.name': CODE,
  '.grid': 'stroke-width:1',
  '.usual': 'stroke-width:1.4;stroke-dasharray:2 4',
  path: 'stroke-width:1.8',
  '.line': 'fill:none;stroke-linejoin:round',
  '.best': 'stroke-width:3.4',
  ...Object.fromEntries(
    NAMES.map((name) => [`.${name} .line`, `stroke-dasharray:${LOOKS[name].dash}`]),
  ),
})

function colours({ scheme, paper, band, ink, quiet }: Palette): string {
  const lines = NAMES.flatMap((name): [string, string][] => {
    const colour = LOOKS[name][scheme]
    const fill = name.endsWith('-float64') ? paper : colour
    return [
      [`.${name} path`, `stroke:${colour}`],
      [`.${name} .mark`, `fill:${fill}`],
    ]
  })
  return scoped('.sweep', {
    '.paper': `fill:${paper}`,
    '.plot': `fill:${band}`,
    text: `fill:${ink}`,
    '.quiet': `fill:${quiet}`,
    '.grid': `stroke:${paper}`,
    '.usual': `stroke:${quiet}`,
    ...Object.fromEntries(lines),
  })
}

/** The sheet of the curves. */
export const CURVE_STYLE = `.sweep{max-width:100%;height:auto}
${SHAPES}
${inBothSchemes(colours)}`
