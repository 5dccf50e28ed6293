import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'

/** The name of the one extension: an IRI, as the specification asks. */
export const XAPI_EXTENSION = 'urn:batchnorm:grade'

export interface XapiResult {
  readonly score: {
    readonly scaled: number
    readonly raw: number
    readonly min: 0
    readonly max: number
  }
  readonly success: boolean
  readonly completion: true
  readonly extensions: {
    readonly [XAPI_EXTENSION]: {
      readonly gradable: boolean
      readonly message: string
      readonly tests: readonly {
        readonly id: string
        readonly points: number
        readonly maxPoints: number
      }[]
    }
  }
}

/**
 * The `result` of an xAPI statement (https://github.com/adlnet/xAPI-Spec, Data 2.4.5): the statement's actor, verb and
 * object are the caller's.
 *
 * A learning record store refuses the whole statement if raw lies outside min to max, if min is not below max, or if an
 * extension is not named by an IRI.
 */
export function xapi(given: GradeResult): XapiResult {
  const result = presentable(given)
  const { score, maxScore, fraction, passed, gradable, tests } = result
  return {
    score: { scaled: fraction, raw: score, min: 0, max: maxScore },
    success: passed,
    completion: true,
    extensions: {
      [XAPI_EXTENSION]: {
        gradable,
        message: told(result),
        tests: tests.map(({ id, points, maxPoints }) => ({ id, points, maxPoints })),
      },
    },
  }
}
