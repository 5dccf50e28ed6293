import { escaped } from '../../markup.ts'
import type { GradeResult } from '../result.ts'
import { presentable } from '../shown.ts'
import { text } from './text.ts'

export interface EdxXqueueOptions {
  /** The `xqueue_header` of the submission, as it came. */
  readonly xqueueHeader: string
}

/** What the text in `xqueue_body` says. */
export interface EdxXqueueBody {
  readonly correct: boolean
  /** 0 to 1. */
  readonly score: number
  /** One element of XHTML. */
  readonly msg: string
}

export interface EdxXqueueResult {
  readonly xqueue_header: string
  /** An EdxXqueueBody, as JSON. */
  readonly xqueue_body: string
}

/**
 * The form that a grader of Open edX posts to put_result of XQueue (https://github.com/openedx/xqueue).
 *
 * The header names the submission and carries the key of it: with one byte that differs it names none, so it is never
 * parsed here. `msg` is HTML that edX parses as XML before it shows it (`CodeResponse._parse_score_msg`): when it is
 * not one well-formed element, older versions refuse the whole grade, and newer ones show what they make of it.
 */
export function edxXqueue(given: GradeResult, { xqueueHeader }: EdxXqueueOptions): EdxXqueueResult {
  const result = presentable(given)
  const body: EdxXqueueBody = {
    correct: result.passed,
    score: result.fraction,
    msg: `<pre>${escaped(text(result))}</pre>`,
  }
  return { xqueue_header: xqueueHeader, xqueue_body: JSON.stringify(body) }
}
