import type { GradeResult } from '../result.ts'
import { presentable } from '../shown.ts'

/**
 * A result for people: the total, what is to be said of the whole, every test in a line of its own with what is to be
 * said of it below, and the hints.
 */
export function text(given: GradeResult): string {
  const { score, maxScore, message, tests, hints, gradable } = presentable(given)
  const rows = tests.flatMap(({ name, points, maxPoints, message }) => [
    `${name}: ${earned(points, maxPoints)}`,
    ...indented(message),
  ])
  return [
    `${earned(score, maxScore)} points`,
    ...paragraph(message === '' ? [] : [message]),
    ...paragraph(gradable ? rows : []),
    ...paragraph(hints.map((hint) => `Hint: ${hint}`)),
    '',
  ].join('\n')
}

const earned = (points: number, of: number) => `${figure(points)} of ${figure(of)}`

/** Two decimals at most, rounded down: nearly all points are not all of them. */
function figure(value: number): string {
  const rounded = Number(value.toFixed(2))
  return `${rounded > value ? Number((rounded - 0.01).toFixed(2)) : rounded}`
}

const indented = (message: string) =>
  message === '' ? [] : message.split('\n').map((line) => `  ${line}`)

const paragraph = (lines: readonly string[]) => (lines.length === 0 ? [] : ['', ...lines])
