import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Shape } from '../matrix.ts'
import { type Candidate, joint, mixesChannels, type Place, rerun } from './candidates.ts'
import { type Closeness, deviation } from './closeness.ts'
import { narrowedTo, picked, type Values } from './layer.ts'
import type { Line } from './lines.ts'
import type { Rehearsal } from './rehearsal.ts'

/** So many numbers are enough to see that a mistake is not the one. */
const ENOUGH = 128

/** A quick look whether candidates can explain a value. Nothing that does is turned away. */
export type Fits = (candidates: readonly Candidate[]) => boolean

/**
 * A quick look by a few channels alone; what mixes channels is let through, to be looked at in full.
 *
 * @param rehearsal where all before the value is right: what mistakes make of the right values
 */
export function screened(place: Place, closeness: Closeness, rehearsal?: Rehearsal): Fits {
  const { layer, open, submitted, own } = place
  const { d } = layer.shape
  const columns = someChannels(layer.shape)
  if (submitted.value.d !== d) return () => true
  if (rehearsal) return rehearsed(place, closeness, rehearsal)
  if (!columns) return () => true
  const few = narrowedTo(columns, layer)
  const read: Values = new Map([...own].map(([name, value]) => [name, picked(columns, value, d)]))
  const value = picked(columns, { ...submitted.value, error: submitted.value.data }, d)
  return (candidates) => {
    if (candidates.some(({ changes }) => mixesChannels(changes))) return true
    const { changes, constants } = joint(candidates)
    const made = rerun(few, open, changes, read, constants).get((open.at(-1) as Line).name)
    return deviation(value, made as Conditioned, closeness) <= 1
  }
}

/** The rounding in right values that are not quite the reference's may show so many times in what a mistake makes of them. */
const LEEWAY = 16

function rehearsed({ open, submitted }: Place, closeness: Closeness, rehearsal: Rehearsal): Fits {
  const value = rehearsal.picked(submitted.value)
  return (candidates) => {
    const made = rehearsal.made(open, candidates)
    return made === undefined || deviation(value, made, closeness) <= LEEWAY
  }
}

/** A few channels, spread over all; undefined when all are few. */
export function someChannels({ n, d }: Shape): number[] | undefined {
  const count = Math.max(1, Math.floor(ENOUGH / n))
  if (count >= d) return undefined
  return Array.from({ length: count }, (_, k) => Math.floor((k * d) / count))
}
