import { layoutOf } from '../../src/formats/layout.ts'
import { readText } from '../reading/text.ts'
import { EMPTY, type Fields } from '../state/fields.ts'

/**
 * The fields of a source with what was typed over them. What belongs to the source's own batch steps aside where the
 * typed one has another shape: its dout, and what has a number per channel.
 */
export function fieldsWith(source: Partial<Fields>, edits: Partial<Fields>): Fields {
  const own = { ...EMPTY, ...source }
  const fields = { ...own, ...edits }
  if (fields.x === own.x && fields.axis === own.axis) return fields
  const [before, now] = [layoutIn(own), layoutIn(fields)]
  if (!before || !now) return fields
  return {
    ...own,
    ...(before.shape.join() !== now.shape.join() && { dout: '' }),
    ...(before.d !== now.d && { gamma: '', beta: '', mean: '', var: '' }),
    ...edits,
  }
}

/** undefined while what is typed is no batch. */
function layoutIn({ x, axis }: Fields) {
  try {
    return layoutOf(readText(x).shape, Number(axis))
  } catch {
    return undefined
  }
}
