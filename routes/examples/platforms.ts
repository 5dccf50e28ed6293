import type { PlatformOperation } from '../../schemas/grade/platforms.ts'
import type { Example } from '../../src/operations/operation.ts'
import { FORGOTTEN, gradeExamples } from './grade.ts'

/** What platforms have to be told; those that are not here are told nothing. */
const OPTIONS: Readonly<Record<string, object>> = {
  nbgrader: { points: 5 },
  'edx-xqueue': { xqueueHeader: '{"submission_id": 7, "submission_key": "a1b2"}' },
  'lti-ags': { userId: '5323497', timestamp: '2026-11-25T10:00:00.000Z' },
}

/** The first example of grading, as a platform has it. */
export function platformExamples({
  name,
  options,
  translate,
}: PlatformOperation): [Example, ...Example[]] {
  const [{ summary, request }] = gradeExamples
  const told = OPTIONS[name]
  return [
    {
      ...{ name: 'gradients', summary },
      request: { ...(request as object), ...(told && { platform: told }) },
      reply: translate(FORGOTTEN, options.parse(told ?? {})),
    },
  ]
}
