import type { GradeResult } from '../result.ts'
import { presentable, within } from '../shown.ts'

export interface NbgraderOptions {
  /** The points of the cell, as its toolbar has them. */
  readonly points: number
}

/**
 * What a graded cell of nbgrader has to display as its last line: a plain number
 * (https://nbgrader.readthedocs.io, `nbgrader.utils.determine_grade`).
 *
 * From 0 to the points of the cell it is partial credit. A larger one stops the grading of the notebook. Anything else,
 * a negative number, a text, `np.float64(3.0)`, earns full credit and a warning that only the instructor can find; in
 * older versions so does 0. Hence the clamping here, and an adapter that raises an error for 0. Anything on stderr
 * earns nothing.
 */
export function nbgrader(given: GradeResult, { points }: NbgraderOptions): number {
  return within(presentable(given).fraction * points, points)
}
