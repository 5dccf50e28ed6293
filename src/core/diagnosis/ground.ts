import type { Closeness } from './closeness.ts'
import type { Layer, Truth } from './layer.ts'
import type { Reference } from './reference.ts'
import type { Submission } from './submission.ts'

/** What stays the same on all walks through one submission. */
export interface Ground {
  readonly reference: Reference
  readonly submission: Submission
  readonly closeness: Closeness
  /** Those of the reference, in the submission's precision. */
  readonly layer: Layer
  readonly truth: Truth
}

/** @param closeness the precision that the submission was computed in, and a tolerance if one was given */
export function groundOf(
  reference: Reference,
  submission: Submission,
  closeness: Closeness,
): Ground {
  const { roundoff } = closeness
  return {
    ...{ reference, submission, closeness },
    layer: reference.layer(roundoff),
    truth: reference.truth(roundoff),
  }
}
