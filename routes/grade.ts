import { PLATFORM_OPERATIONS, type PlatformOperation } from '../schemas/grade/platforms.ts'
import { GradeReply, GradeRequest, gradeRequestFor } from '../schemas/grade.ts'
import { GradeBatchReply, GradeBatchRequest } from '../schemas/grade-batch.ts'
import { text } from '../src/core/grading/platforms/text.ts'
import type { GradeResult } from '../src/core/grading/result.ts'
import { jsonForm, NDJSON_TYPE, ndjsonForm, textForm } from '../src/operations/forms.ts'
import { gradedShape, gradeWork, runGrade } from '../src/operations/grade.ts'
import { runGradeBatch } from '../src/operations/grade-batch.ts'
import { JSON_TYPE } from '../src/operations/media.ts'
import { REVEAL } from '../src/operations/needs.ts'
import { type Form, type Operation, operation } from '../src/operations/operation.ts'
import { gradeExamples } from './examples/grade.ts'
import { gradeBatchExamples } from './examples/grade-batch.ts'
import { platformExamples } from './examples/platforms.ts'

/** What all of grading has in common. */
const grading = {
  tag: 'grading',
  scope: 'grade',
  single: {},
  lenient: true,
  needs: ({ reveal }: { readonly reveal: boolean }) => (reveal ? [REVEAL] : []),
} as const

/** POST /v1/grade. */
export const grade = operation({
  ...grading,
  id: 'grade',
  path: '/v1/grade',
  summary: 'A submission graded',
  description:
    "Points and reasons for what was handed in, by a rubric. Only the instructor's part can be refused: a submission that is ragged, NaN, of the wrong shape or missing is a result. As `text/plain` it is for people; for a grader there is an operation each below /v1/grade/.",
  request: GradeRequest,
  reply: GradeReply,
  examples: gradeExamples,
  forms: [jsonForm(), textForm<GradeResult>('text/plain', text)],
  heavy: true,
  work: gradeWork,
  shape: gradedShape,
  run: runGrade,
})

/** POST /v1/grade/batch. */
export const gradeBatch = operation({
  ...grading,
  id: 'gradeBatch',
  path: '/v1/grade/batch',
  textOnly: true,
  summary: 'A class graded',
  description:
    'Many submissions for one set of inputs: what they are compared with is computed once. Lines of JSON, each sent when it is found; the last is a report on the class.',
  request: GradeBatchRequest,
  reply: GradeBatchReply,
  examples: gradeBatchExamples,
  forms: [ndjsonForm],
  heavy: true,
  work: gradeWork,
  shape: gradedShape,
  // A stream of what the schema has as a list.
  run: runGradeBatch as never,
})

/** How a platform's document is written. */
function formFor({ mediaType }: PlatformOperation): Form {
  if (mediaType === NDJSON_TYPE) return ndjsonForm
  if (mediaType === JSON_TYPE || mediaType.endsWith('+json')) return jsonForm(mediaType)
  return textForm<string>(mediaType, (document) => document)
}

/** POST /v1/grade/<platform>. */
function platformOperation(platform: PlatformOperation): Operation {
  const { id, path, summary, description, reply, translate } = platform
  return operation({
    ...grading,
    ...{ id, path, summary, description, reply },
    request: gradeRequestFor(platform),
    examples: platformExamples(platform),
    forms: [formFor(platform)],
    heavy: true,
    work: gradeWork,
    shape: gradedShape,
    run: ({ platform: options, ...request }, limits, tell) =>
      translate(runGrade(request, limits, tell), options) as never,
  })
}

/** Grading: one submission, a class, and one for each platform. */
export const GRADING: readonly Operation[] = [
  grade,
  gradeBatch,
  ...PLATFORM_OPERATIONS.map(platformOperation),
]
