import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'

export interface LtiAgsOptions {
  /** The student: `sub` of the launch. */
  readonly userId: string
  /** The moment of grading, ISO 8601 with a fraction of a second and an offset. */
  readonly timestamp: string
  /** The moment of submission, if it is known. */
  readonly submittedAt?: string | undefined
}

export interface LtiAgsScore {
  readonly userId: string
  readonly timestamp: string
  readonly scoreGiven: number
  readonly scoreMaximum: number
  readonly comment: string
  readonly activityProgress: 'Completed'
  readonly gradingProgress: 'FullyGraded'
  readonly submission?: { readonly submittedAt: string }
}

/**
 * A score of LTI Assignment and Grade Services 2.0 (https://www.imsglobal.org/spec/lti-ags/v2p0#score-service).
 *
 * The timestamp comes from the caller: a platform ignores a score that is not newer than the one it has, and the same
 * submission has to give the same document. Canvas ignores the score unless gradingProgress is FullyGraded or
 * PendingManual; so a submission that could not be read is fully graded with 0, and the comment says why. The comment
 * is plain text.
 */
export function ltiAgs(
  given: GradeResult,
  { userId, timestamp, submittedAt }: LtiAgsOptions,
): LtiAgsScore {
  const result = presentable(given)
  return {
    userId,
    timestamp,
    scoreGiven: result.score,
    scoreMaximum: result.maxScore,
    comment: told(result),
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    ...(submittedAt !== undefined && { submission: { submittedAt } }),
  }
}
