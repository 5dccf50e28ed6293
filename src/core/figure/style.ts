/** The looks of the figure by kind of thing. What a colour says is said in another way too: by dash, shape or weight. */

interface Palette {
  readonly paper: string
  readonly band: string
  readonly ink: string
  readonly quiet: string
  readonly red: string
  readonly matrix: readonly [fill: string, line: string]
  readonly vector: readonly [fill: string, line: string]
  readonly scalar: readonly [fill: string, line: string]
}

const LIGHT: Palette = {
  paper: '#ffffff',
  band: '#f4f6f9',
  ink: '#1f2328',
  quiet: '#59636e',
  red: '#c91f2d',
  matrix: ['#e3effd', '#2f6fbd'],
  vector: ['#fdf1d3', '#8f6000'],
  scalar: ['#ffffff', '#59636e'],
}

const DARK: Palette = {
  paper: '#0d1117',
  band: '#151b23',
  ink: '#e6edf3',
  quiet: '#9da7b3',
  red: '#ff7b72',
  matrix: ['#132a48', '#5b9ff0'],
  vector: ['#33270b', '#d4a12f'],
  scalar: ['#0d1117', '#9da7b3'],
}

/** A notebook puts the figure into its own page, where a bare rule would restyle everything else. */
const scoped = (rules: Record<string, string>) =>
  Object.entries(rules)
    .map(([selector, looks]) => `.circuit ${selector}{${looks}}`)
    .join('\n')

const colours = ({ paper, band, ink, quiet, red, matrix, vector, scalar }: Palette) =>
  scoped({
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

const SHAPES = scoped({
  text: 'font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif',
  '.name': 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace',
  '.forward': 'fill:none;stroke-width:1.8',
  '.backward path': 'fill:none;stroke-width:1.8;stroke-dasharray:6 3.5',
  rect: 'stroke-width:1.4',
  '.input rect': 'stroke-width:2.6',
})

/** The sheet inside the figure. It does without custom properties, which the makers of PDF don't know. */
export const STYLE = `.circuit{max-width:100%;height:auto}
${SHAPES}
${colours(LIGHT)}
@media (prefers-color-scheme:dark){
${colours(DARK)}
}`
