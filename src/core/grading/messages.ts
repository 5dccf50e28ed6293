import { wireName } from '../diagnosis/lines.ts'
import type { ValueReport } from '../diagnosis.ts'
import { listed } from '../errors.ts'

/**
 * What is said of a value, in a sentence for whoever wrote it.
 *
 * @param reveal whether numbers may be told from which the right ones follow
 */
export function messageFor(
  { line, judgement, detail, measure }: ValueReport,
  reveal: boolean,
): string {
  const name = wireName(line.name)
  switch (judgement) {
    case 'correct':
      return `${name} is right.`
    case 'follows':
      return `${name} is another number than it should be, but follows rightly from your earlier values.`
    case 'precision':
      return `${name} is computed rightly, but has lost digits: ${measure ? `about ${digits(measure.maxRelError)} are right` : 'use float64'}.`
    case 'shape':
    case 'not-finite':
      return `${name} ${detail ?? 'is no array of numbers'}.`
    case 'missing':
      return `${name} was not submitted.`
    case 'wrong':
      break
  }
  if (!measure) return `${name} is wrong.`
  const { failing, channels, maxAbsError } = measure
  const size = reveal ? `, by up to ${maxAbsError.toPrecision(3)}` : ''
  return `${name} is wrong in ${failing} ${failing === 1 ? 'number' : 'numbers'} of ${listed(channels)}${size}.`
}

function digits(relative: number): number {
  return Math.max(0, Math.round(-Math.log10(relative)))
}
