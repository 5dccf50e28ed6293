import { type Conditioned, exactly } from '../arithmetics/conditioned.ts'
import type { Matrix } from '../matrix.ts'
import { type Candidate, joint, mixesChannels, rerun } from './candidates.ts'
import { type Layer, narrowedTo, picked, type Truth } from './layer.ts'
import type { Line } from './lines.ts'
import { someChannels } from './screen.ts'

/**
 * What mistakes make of the right values, in a few channels: made once for all submissions that are right up to the value
 * in question, which of a class are nearly all that are wrong at all.
 */
export interface Rehearsal {
  /** The channels that are rehearsed, of a value. */
  picked(value: Matrix): Matrix
  /** What candidates make of the last of some open lines; undefined where a few channels can't tell. */
  made(open: readonly Line[], candidates: readonly Candidate[]): Conditioned | undefined
}

/** The most bytes that are remembered of them. */
const MOST_BYTES = 32 * 2 ** 20

export function rehearsalOf(layer: Layer, truth: Truth): Rehearsal {
  const { d } = layer.shape
  const columns = someChannels(layer.shape)
  const few = columns ? narrowedTo(columns, layer) : layer
  const right = new Map(
    [...truth].map(([name, value]) => [name, columns ? picked(columns, value, d) : value] as const),
  )
  const remembered = new Map<string, Conditioned>()
  let bytes = 0
  return {
    picked: (value) => (columns ? picked(columns, exactly(value), d) : value),
    made(open, candidates) {
      if (columns && candidates.some(({ changes }) => mixesChannels(changes))) return undefined
      const key = `${open.map(({ name }) => name)} ${candidates.map((each) => each.key)}`
      const known = remembered.get(key)
      if (known) return known
      const { changes, constants } = joint(candidates)
      const made = rerun(few, open, changes, right, constants).get((open.at(-1) as Line).name)
      const value = made as Conditioned
      const size = value.data.byteLength + value.error.byteLength
      if (bytes + size <= MOST_BYTES && candidates.every(({ fitted }) => !fitted)) {
        remembered.set(key, value)
        bytes += size
      }
      return value
    },
  }
}
