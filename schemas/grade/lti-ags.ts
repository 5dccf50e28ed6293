import { z } from 'zod'
import { Points } from './numbers.ts'

/** A moment as AGS wants it: without a fraction of a second, or without an offset, a platform may refuse the score. */
const Moment = z.iso
  .datetime({ offset: true })
  .regex(/\.\d+/, 'has no fraction of a second')
  .meta({
    id: 'Moment',
    description: 'ISO 8601 with a fraction of a second and an offset.',
    examples: ['2026-11-25T10:00:00.000Z'],
  })

export const LtiAgsOptions = z
  .strictObject({
    userId: z.string().min(1).max(255).describe('The student: `sub` of the launch.'),
    timestamp: Moment.describe(
      'The moment of grading. A platform ignores a score that is not newer than the one it has.',
    ),
    submittedAt: Moment.optional().describe('The moment of submission.'),
  })
  .meta({ id: 'LtiAgsOptions', description: 'Whose score it is, and of when.' })

/** The document for an LTI platform: a score of Assignment and Grade Services. */
export const LtiAgsScore = z
  .object({
    userId: z.string(),
    timestamp: Moment,
    scoreGiven: Points,
    scoreMaximum: z.number().positive(),
    comment: z.string().describe('Plain text.'),
    activityProgress: z.literal('Completed'),
    gradingProgress: z.literal('FullyGraded'),
    submission: z.object({ submittedAt: Moment }).exactOptional(),
  })
  .meta({ id: 'LtiAgsScore', description: 'A score of LTI Assignment and Grade Services 2.0.' })
