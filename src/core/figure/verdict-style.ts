import { inBothSchemes, type Palette, scoped } from './palette.ts'
import { VERDICT_NAMES } from './verdicts.ts'

/** The looks of a circuit that has been judged, over those of the circuit. */

const toneOf = (palette: Palette) =>
  ({
    correct: palette.right,
    follows: palette.follows,
    precision: palette.inexact,
    wrong: palette.wrong,
    shape: palette.wrong,
    'not-finite': palette.wrong,
    missing: [palette.paper, palette.quiet],
  }) as const

/** Where values have verdicts, only verdicts have colour. */
const uncoloured = ({ paper, ink, quiet }: Palette) => ({
  '.matrix rect': `fill:${paper};stroke:${quiet}`,
  '.vector rect': `fill:${paper};stroke:${quiet}`,
  '.backward path': `stroke:${ink}`,
  '.backward text': `fill:${ink}`,
  '.backward-head': `fill:${ink}`,
  '.first text': `fill:${paper}`,
})

function colours(palette: Palette): string {
  const tones = toneOf(palette)
  const { paper } = palette
  const rules = VERDICT_NAMES.flatMap((verdict): [string, string][] => {
    const [fill, line] = tones[verdict]
    return [
      [`.is-${verdict} rect`, `fill:${fill};stroke:${line}`],
      [`.is-${verdict} path`, `stroke:${line}`],
      [`.is-${verdict}.backward text`, `fill:${line}`],
      [`.is-${verdict}-head`, `fill:${line}`],
    ]
  })
  const [, red] = palette.wrong
  return scoped('.judged', {
    ...uncoloured(palette),
    ...Object.fromEntries(rules),
    '.first rect': `fill:${red};stroke:${red}`,
    '.first.backward text': `fill:${paper}`,
    '.first .sign': `stroke:${paper}`,
  })
}

const SHAPES = scoped('.judged', {
  '.is-follows rect': 'stroke-dasharray:8 3',
  '.is-precision rect': 'stroke-dasharray:3 2',
  '.is-wrong rect': 'stroke-width:3',
  '.is-shape rect': 'stroke-width:3;stroke-dasharray:12 3',
  '.is-not-finite rect': 'stroke-width:3;stroke-dasharray:4 3',
  '.is-missing rect': 'stroke-dasharray:1.4 3.4',
  '.is-wrong path': 'stroke-width:2.6',
  '.is-shape path': 'stroke-width:2.6',
  '.is-not-finite path': 'stroke-width:2.6',
  '.is-missing path': 'stroke-dasharray:2 4',
  'path.sign': 'fill:none;stroke-width:2.2;stroke-dasharray:none;stroke-linecap:round',
})

/** The sheet of verdicts, for below that of the circuit. */
export const VERDICT_STYLE = `${SHAPES}
${inBothSchemes(colours)}`
