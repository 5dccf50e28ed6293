import type { Conditioned } from '../arithmetics/conditioned.ts'
import { mixesChannels, named, possible, rerun } from './candidates.ts'
import { type Closeness, deviation } from './closeness.ts'
import { type Layer, narrowedTo, type Truth, type Values } from './layer.ts'
import type { LineName } from './lines.ts'
import type { Changes, Mistake } from './mistake.ts'
import { someChannels } from './screen.ts'

/** The values that leave a layer. */
export const FINAL: readonly LineName[] = ['out', 'next_mean', 'next_var', 'dx', 'dgamma', 'dbeta']

/** With more numbers than these, trying every mistake takes seconds. */
const MOST = 2 ** 14

/**
 * The mistakes that these inputs hide: however they are made, no value that leaves the layer is another than it should
 * be. A test on such inputs can not see them.
 *
 * @returns undefined when there is too much to try
 */
export function hiddenMistakes(
  layer: Layer,
  truth: Truth,
  closeness: Closeness,
): string[] | undefined {
  if (layer.shape.n * layer.shape.d > MOST) return undefined
  const columns = someChannels(layer.shape)
  const few = columns && narrowedTo(columns, layer)
  const right = few && rerun(few, few.lines, {}, new Map(), undefined)
  const shows = (changes: Changes, k: number | undefined) =>
    (few && right && !mixesChannels(changes) && differs(few, right, changes, k, closeness)) ||
    differs(layer, truth, changes, k, closeness)
  return possible(layer)
    .filter((mistake) => !ways(mistake).some(({ changes, k }) => shows(changes, k)))
    .map(({ id }) => id)
}

/** The ways to make a mistake, with the first of its constants. */
function ways({ changes, tries }: Mistake) {
  return changes.map((each) => ({ changes: each, k: tries?.[0] }))
}

function differs(
  layer: Layer,
  right: Values | Truth,
  changes: Changes,
  k: number | undefined,
  closeness: Closeness,
): boolean {
  const made = rerun(layer, layer.lines, changes, new Map(), k === undefined ? undefined : named(k))
  return FINAL.some((name) => {
    const [a, b] = [made.get(name), (right as Values).get(name)]
    return a !== undefined && deviation(a, b as Conditioned, closeness) > 1
  })
}
