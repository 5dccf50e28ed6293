import { MISTAKES } from '../diagnosis/mistakes.ts'
import type { Mode } from '../graph.ts'
import { type Warning, warning } from '../warnings.ts'

/** What decides whether inputs can tell mistakes apart, whatever their numbers are. */
export interface Setting {
  readonly n: number
  readonly d: number
  /** The number of images; N, where x has two axes. */
  readonly images: number
  readonly eps: number
  readonly mode: Mode
}

/** The eps that people write by hand. */
const USUAL: readonly number[] = MISTAKES.find(({ id }) => id === 'eps-of-its-own')?.tries ?? []

/**
 * What no inputs of this shape, with this eps, can show. N of 3 and 4, and even N, hide nothing: every two mistakes differ
 * there as well.
 */
export function hidden({ n, d, images, eps, mode }: Setting): Warning[] {
  const training = mode === 'train'
  const found = {
    'single-value': n === 1 && training,
    'single-example': n === 1 && !training,
    'two-values': n === 2 && training,
    'square-batch': n === d,
    'single-channel': d === 1,
    'single-image': images === 1 && n > 1 && training,
    'usual-eps': eps === 0 || USUAL.includes(eps),
  } as const
  const codes = Object.keys(found) as (keyof typeof found)[]
  return codes.filter((code) => found[code]).map((code) => warning(code))
}
