import { autolab } from './platforms/autolab.ts'
import { codegrade } from './platforms/codegrade.ts'
import { coderunner } from './platforms/coderunner.ts'
import { coursera } from './platforms/coursera.ts'
import { edxXqueue } from './platforms/edx-xqueue.ts'
import { githubClassroom } from './platforms/github-classroom.ts'
import { gradescope } from './platforms/gradescope.ts'
import { junit } from './platforms/junit.ts'
import { ltiAgs } from './platforms/lti-ags.ts'
import { nbgrader } from './platforms/nbgrader.ts'
import { otter } from './platforms/otter.ts'
import { prairielearn } from './platforms/prairielearn.ts'
import { text } from './platforms/text.ts'
import { xapi } from './platforms/xapi.ts'
import type { GradeResult } from './result.ts'

/** The forms that a document may have: JSON, a line of JSON for each entry of a list, and texts as they are. */
export type DocumentType =
  | 'application/json'
  | 'application/vnd.ims.lis.v1.score+json'
  | 'application/x-ndjson'
  | 'application/xml'
  | 'text/plain'

/** A grader whose format a result can be translated into. */
export interface Platform<Options = never, Document = unknown> {
  /** What it calls itself. */
  readonly title: string
  /** Where its document goes, to go on after `The document goes`. */
  readonly goes: string
  readonly mediaType: DocumentType
  /** A pure function; Options is what the platform needs to be told beside the result. */
  translate(result: GradeResult, options: Options): Document
}

/** Every platform, by the name that the path `/v1/grade/<name>` has for it. */
// biome-ignore format: a table is read in columns
export const PLATFORMS = {
  'gradescope':       { title: 'Gradescope',       goes: 'into /autograder/results/results.json', mediaType: 'application/json', translate: gradescope },
  'prairielearn':     { title: 'PrairieLearn',     goes: 'into /grade/results/results.json', mediaType: 'application/json', translate: prairielearn },
  'otter':            { title: 'Otter-Grader',     goes: 'into results.json, or test by test into the test file', mediaType: 'application/json', translate: otter },
  'nbgrader':         { title: 'nbgrader',         goes: 'into the last line of the graded cell', mediaType: 'application/json', translate: nbgrader },
  'autolab':          { title: 'Autolab',          goes: 'to standard output, as its last two lines', mediaType: 'application/x-ndjson', translate: autolab },
  'codegrade':        { title: 'CodeGrade',        goes: 'to file descriptor 3, as one line', mediaType: 'application/json', translate: codegrade },
  'coderunner':       { title: 'CodeRunner',       goes: 'to standard output, and nothing else does', mediaType: 'application/json', translate: coderunner },
  'github-classroom': { title: 'GitHub Classroom', goes: 'into the output named result of a step, base64-encoded', mediaType: 'application/json', translate: githubClassroom },
  'edx-xqueue':       { title: 'Open edX XQueue',  goes: 'to /xqueue/put_result/, as a form', mediaType: 'application/json', translate: edxXqueue },
  'coursera':         { title: 'Coursera',         goes: 'into /shared/feedback.json', mediaType: 'application/json', translate: coursera },
  'lti-ags':          { title: 'LTI AGS',          goes: "to the line item's address followed by /scores, as it is", mediaType: 'application/vnd.ims.lis.v1.score+json', translate: ltiAgs },
  'xapi':             { title: 'xAPI',             goes: 'into a statement, as its result', mediaType: 'application/json', translate: xapi },
  'junit':            { title: 'JUnit XML',        goes: 'into a file among the test reports', mediaType: 'application/xml', translate: junit },
  'text':             { title: 'plain text',       goes: 'to whoever reads it', mediaType: 'text/plain', translate: text },
} as const satisfies Record<string, Platform>

export type PlatformName = keyof typeof PLATFORMS
