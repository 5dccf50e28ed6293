import { CODE, inBothSchemes, type Palette, scoped, WORDS } from './palette.ts'

/** The looks of the circuit by kind of thing. What a colour says is said in another way too: by dash, shape or weight. */

const colours = ({ paper, band, ink, quiet, red, matrix, vector, scalar }: Palette) =>
  scoped('.circuit', {
    '.paper': `fill:${paper}`,
    '.band': `fill:${band}`,
    text: `fill:${ink}`,
    '.quiet': `fill:${quiet}`,
    '.step circle': `fill:${ink}`,
    '.step .number': `fill:${paper}`,
    '.forward': `stroke:${ink}`,
    '.forward-head': `fill:${ink}`,
    '.backward path': `stroke:${red}`,
    '.backward-head': `fill:${red}`,
    '.backward text': `fill:${red}`,
    '.matrix rect': `fill:${matrix[0]};stroke:${matrix[1]}`,
    '.vector rect': `fill:${vector[0]};stroke:${vector[1]}`,
    '.scalar rect': `fill:${scalar[0]};stroke:${scalar[1]}`,
  })

const SHAPES = scoped('.circuit', {
  text: WORDS,
  '.name': CODE,
  '.forward': 'fill:none;stroke-width:1.8',
  '.backward path': 'fill:none;stroke-width:1.8;stroke-dasharray:6 3.5',
  rect: 'stroke-width:1.4',
  '.input rect': 'stroke-width:2.6',
})

/** The sheet of the circuit. It does without custom properties, which the makers of PDF don't know. */
export const CIRCUIT_STYLE = `.circuit{max-width:100%;height:auto}
${SHAPES}
${inBothSchemes(colours)}`
