import { CIRCUIT_STYLE } from './circuit-style.ts'
import { CURVE_STYLE } from './curve-style.ts'
import { VERDICT_STYLE } from './verdict-style.ts'

/** The sheet of all figures, for a page that shows them bare. */
export const FIGURE_STYLE = [CIRCUIT_STYLE, VERDICT_STYLE, CURVE_STYLE].join('\n')
