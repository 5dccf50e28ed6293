/** A diverging scale: blue below the middle, red above, as pale as the paper at it. Safe for colour-blind readers. */

export type Colour = readonly [red: number, green: number, blue: number]

interface Ends {
  readonly low: Colour
  readonly middle: Colour
  readonly high: Colour
}

const LIGHT: Ends = { low: [33, 102, 172], middle: [247, 247, 247], high: [178, 24, 43] }
const DARK: Ends = { low: [90, 160, 235], middle: [28, 34, 42], high: [240, 110, 100] }

/** From which numbers to which the colours run. */
export interface Range {
  readonly middle: number
  readonly reach: number
}

/** A spread of less than this share of the numbers themselves would not be seen. */
const FAR = 0.05

/** The smallest and the largest of some numbers. */
export function extremesOf(data: Float64Array): [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of data) {
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  return [lowest, highest]
}

/** The range of some numbers: around 0, or around their own middle where they lie far off it, as with a mean of 1e8. */
export function rangeOf(data: Float64Array): Range {
  const [lowest, highest] = extremesOf(data)
  const [nearest, furthest] = [lowest, highest].map(Math.abs).sort((a, b) => a - b) as [
    number,
    number,
  ]
  const isFar = lowest * highest > 0 && highest > lowest && highest - lowest < FAR * nearest
  const middle = isFar ? lowest / 2 + highest / 2 : 0
  return { middle, reach: isFar ? highest / 2 - lowest / 2 : furthest }
}

/** How a number is coloured. */
export function colourOf(value: number, { middle, reach }: Range, isDark: boolean): Colour {
  const { low, middle: paper, high } = isDark ? DARK : LIGHT
  const share = reach === 0 ? 0 : Math.max(-1, Math.min(1, (value - middle) / reach))
  const end = share < 0 ? low : high
  const mix = (k: 0 | 1 | 2) => Math.round(paper[k] + (end[k] - paper[k]) * Math.abs(share))
  return [mix(0), mix(1), mix(2)]
}

/** Whether dark letters can be read on a colour (WCAG's relative luminance, in halves). */
export function takesDarkText([red, green, blue]: Colour): boolean {
  const linear = (part: number) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) > 0.179
}
