import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Shape } from '../matrix.ts'
import { type Candidate, type Place, rerun } from './candidates.ts'
import { type Closeness, deviation } from './closeness.ts'
import { narrowedTo, picked, type Values } from './layer.ts'
import type { Line } from './lines.ts'
import type { Changes } from './mistake.ts'

/** So many numbers are enough to see that a mistake is not the one. */
const ENOUGH = 512

/**
 * A quick look whether mistakes can explain a value: by a few channels alone. Nothing that does is turned away; what
 * mixes channels is let through, to be looked at in full.
 */
export function screened(
  { layer, open, submitted, own }: Place,
  closeness: Closeness,
): (candidates: readonly Candidate[]) => boolean {
  const { d } = layer.shape
  const line = open.at(-1) as Line
  const columns = someChannels(layer.shape)
  if (!columns || submitted.value.d !== d) return () => true
  const few = narrowedTo(columns, layer)
  const read: Values = new Map([...own].map(([name, value]) => [name, picked(columns, value, d)]))
  const value = picked(columns, { ...submitted.value, error: submitted.value.data }, d)
  return (candidates) => {
    if (candidates.some(({ changes }) => mixesChannels(changes))) return true
    const changes = Object.assign({}, ...candidates.map(({ changes }) => changes))
    const constants = candidates.find(({ constants }) => constants)?.constants
    const made = rerun(few, open, changes, read, constants).get(line.name) as Conditioned
    return deviation(value, made, closeness) <= 1
  }
}

/** A few channels, spread over all; undefined when all are few. */
export function someChannels({ n, d }: Shape): number[] | undefined {
  const count = Math.max(1, Math.floor(ENOUGH / n))
  if (count >= d) return undefined
  return Array.from({ length: count }, (_, k) => Math.floor((k * d) / count))
}

/** The functions through which one channel sees another. */
const ACROSS = /\b(?:across|mixed|unmixed)\(/

/** Whether a mistake takes one channel for another. */
export function mixesChannels(changes: Changes): boolean {
  return Object.values(changes).some((formula) => ACROSS.test(formula))
}
