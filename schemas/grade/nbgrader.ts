import { z } from 'zod'
import { Points } from './numbers.ts'

export const NbgraderOptions = z
  .strictObject({ points: Points.describe('The points of the cell, as its toolbar has them.') })
  .meta({ id: 'NbgraderOptions', description: 'What the graded cell is worth.' })

/** The document for nbgrader: a number. */
export const NbgraderResult = Points.meta({
  id: 'NbgraderResult',
  description: 'A plain number from 0 to the points of the cell.',
})
