/** The colours of the figures, by what they are for: by day and by night. */
export interface Palette {
  readonly scheme: 'light' | 'dark'
  readonly paper: string
  readonly band: string
  readonly ink: string
  readonly quiet: string
  readonly red: string
  readonly matrix: readonly [fill: string, line: string]
  readonly vector: readonly [fill: string, line: string]
  readonly scalar: readonly [fill: string, line: string]
  readonly right: readonly [fill: string, line: string]
  readonly follows: readonly [fill: string, line: string]
  readonly inexact: readonly [fill: string, line: string]
  readonly wrong: readonly [fill: string, line: string]
}

export const LIGHT: Palette = {
  scheme: 'light',
  paper: '#ffffff',
  band: '#f4f6f9',
  ink: '#1f2328',
  quiet: '#59636e',
  red: '#c91f2d',
  matrix: ['#e3effd', '#2f6fbd'],
  vector: ['#fdf1d3', '#8f6000'],
  scalar: ['#ffffff', '#59636e'],
  right: ['#e2f5e6', '#1a7435'],
  follows: ['#f0e9fd', '#7443c2'],
  inexact: ['#fdf1d3', '#8a5c00'],
  wrong: ['#ffe6e4', '#c91f2d'],
}

export const DARK: Palette = {
  scheme: 'dark',
  paper: '#0d1117',
  band: '#151b23',
  ink: '#e6edf3',
  quiet: '#9da7b3',
  red: '#ff7b72',
  matrix: ['#132a48', '#5b9ff0'],
  vector: ['#33270b', '#d4a12f'],
  scalar: ['#0d1117', '#9da7b3'],
  right: ['#12301c', '#4cc36a'],
  follows: ['#2a1f45', '#b595f5'],
  inexact: ['#33270b', '#d9a733'],
  wrong: ['#44191c', '#ff8078'],
}

/** A notebook puts a figure into its own page, where a bare rule would restyle everything else. */
export function scoped(figure: string, rules: Readonly<Record<string, string>>): string {
  return Object.entries(rules)
    .map(([selector, looks]) => `${figure} ${selector}{${looks}}`)
    .join('\n')
}

/** Rules in the colours of the day, and in those of the night for whoever prefers them. */
export function inBothSchemes(rules: (palette: Palette) => string): string {
  return `${rules(LIGHT)}
@media (prefers-color-scheme:dark){
${rules(DARK)}
}`
}

export const WORDS = 'font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif'
export const CODE =
  'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'
