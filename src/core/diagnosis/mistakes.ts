import type { Mistake } from './mistake.ts'
import { ARRIVAL_MISTAKES } from './mistakes/arrival.ts'
import { BRANCH_MISTAKES } from './mistakes/branches.ts'
import { NORMALISATION_MISTAKES } from './mistakes/normalisation.ts'
import { PARAMETER_MISTAKES } from './mistakes/parameters.ts'
import { ROOT_MISTAKES } from './mistakes/root.ts'
import { RUNNING_MISTAKES } from './mistakes/running.ts'
import { STATISTICS_MISTAKES } from './mistakes/statistics.ts'

/** Every mistake that is known, in the order of the circuit. */
export const MISTAKES: readonly Mistake[] = [
  ...STATISTICS_MISTAKES,
  ...NORMALISATION_MISTAKES,
  ...RUNNING_MISTAKES,
  ...PARAMETER_MISTAKES,
  ...ROOT_MISTAKES,
  ...BRANCH_MISTAKES,
  ...ARRIVAL_MISTAKES,
]
