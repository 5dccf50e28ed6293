/** The colours of a style sheet, and how well they can be told apart. */

const RULE = /^([^{}@\n]+)\{([^}]*)\}$/gm

/** The rules for the light, and those for the dark. */
export function schemesOf(sheet: string): [light: string, dark: string] {
  const [light = '', dark = ''] = sheet.split('@media (prefers-color-scheme:dark){')
  return [light, dark]
}

/** Every fill and stroke, by its selector below the figure's own class. */
export function coloursOf(rules: string): Map<string, string> {
  return new Map(
    [...rules.matchAll(RULE)].flatMap(([, selector = '', looks = '']) =>
      [...looks.matchAll(/(fill|stroke):(#[0-9a-f]{6})/g)].map(
        ([, property, colour = '']): [string, string] => [
          `${selector.replace(/^\.\w+ /, '')} ${property}`,
          colour,
        ],
      ),
    ),
  )
}

/** The relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2's measure, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((p, q) => p - q) as [number, number]
  return (high + 0.05) / (low + 0.05)
}
