import type { Mistake } from './mistake.ts'
import { BACKWARD_MISTAKES } from './mistakes/backward.ts'
import { FORWARD_MISTAKES } from './mistakes/forward.ts'
import { RUNNING_MISTAKES } from './mistakes/running.ts'

/** Every mistake that is known, in the order of the circuit. */
export const MISTAKES: readonly Mistake[] = [
  ...FORWARD_MISTAKES,
  ...RUNNING_MISTAKES,
  ...BACKWARD_MISTAKES,
]
