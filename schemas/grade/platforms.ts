import type { z } from 'zod'
import {
  type DocumentType,
  PLATFORMS,
  type Platform,
  type PlatformName,
} from '../../src/core/grading/platforms.ts'
import type { GradeResult } from '../../src/core/grading/result.ts'
import { AutolabOptions, AutolabResult } from './autolab.ts'
import { CodegradeResult } from './codegrade.ts'
import { CoderunnerResult } from './coderunner.ts'
import { CourseraResult } from './coursera.ts'
import { EdxXqueueOptions, EdxXqueueResult } from './edx-xqueue.ts'
import { GithubClassroomOptions, GithubClassroomResult } from './github-classroom.ts'
import { GradescopeOptions, GradescopeResult } from './gradescope.ts'
import { LtiAgsOptions, LtiAgsScore } from './lti-ags.ts'
import { NbgraderOptions, NbgraderResult } from './nbgrader.ts'
import { NoOptions } from './numbers.ts'
import { OtterOptions, OtterResult } from './otter.ts'
import { PrairieLearnResult } from './prairielearn.ts'
import { GradeText, JunitReport } from './texts.ts'
import { XapiResult } from './xapi.ts'

/** A platform as an operation needs it: one of these for each row of PLATFORMS. */
export interface PlatformOperation {
  readonly name: PlatformName
  /** The operation's, `gradeLtiAgs`. */
  readonly id: string
  readonly path: `/v1/grade/${PlatformName}`
  readonly title: string
  /** Where the document goes. */
  readonly goes: string
  readonly summary: string
  readonly description: string
  readonly mediaType: DocumentType
  /** The field `platform` of a request. */
  readonly options: z.ZodType
  /** Whether that field may be left out, which says the same as `{}`. */
  readonly optional: boolean
  readonly reply: z.ZodType
  /** @param options what `options` has decoded */
  translate(result: GradeResult, options: unknown): unknown
}

/** Joins a row with its schemas; that they fit its translation is for the compiler to say. */
function joined<Options, Document>(
  name: PlatformName,
  { title, goes, mediaType, translate }: Platform<Options, Document>,
  options: z.ZodType<NoInfer<Options>>,
  reply: z.ZodType<NoInfer<Document>>,
): PlatformOperation {
  const words = name.split('-').map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  return {
    name,
    id: `grade${words.join('')}`,
    path: `/v1/grade/${name}`,
    title,
    goes,
    summary: `A submission graded, for ${title}`,
    description: `What POST /v1/grade finds, as ${title} reads it. The document goes ${goes}.`,
    mediaType,
    options,
    optional: options.safeParse({}).success,
    reply,
    translate: (result, options) => translate(result, options as Options),
  }
}

/** Every platform with its schemas, in the order of PLATFORMS. */
// biome-ignore format: a table is read in columns
export const PLATFORM_OPERATIONS: readonly PlatformOperation[] = [
  joined('gradescope',       PLATFORMS['gradescope'],       GradescopeOptions,      GradescopeResult),
  joined('prairielearn',     PLATFORMS['prairielearn'],     NoOptions,              PrairieLearnResult),
  joined('otter',            PLATFORMS['otter'],            OtterOptions,           OtterResult),
  joined('nbgrader',         PLATFORMS['nbgrader'],         NbgraderOptions,        NbgraderResult),
  joined('autolab',          PLATFORMS['autolab'],          AutolabOptions,         AutolabResult),
  joined('codegrade',        PLATFORMS['codegrade'],        NoOptions,              CodegradeResult),
  joined('coderunner',       PLATFORMS['coderunner'],       NoOptions,              CoderunnerResult),
  joined('github-classroom', PLATFORMS['github-classroom'], GithubClassroomOptions, GithubClassroomResult),
  joined('edx-xqueue',       PLATFORMS['edx-xqueue'],       EdxXqueueOptions,       EdxXqueueResult),
  joined('coursera',         PLATFORMS['coursera'],         NoOptions,              CourseraResult),
  joined('lti-ags',          PLATFORMS['lti-ags'],          LtiAgsOptions,          LtiAgsScore),
  joined('xapi',             PLATFORMS['xapi'],             NoOptions,              XapiResult),
  joined('junit',            PLATFORMS['junit'],            NoOptions,              JunitReport),
  joined('text',             PLATFORMS['text'],             NoOptions,              GradeText),
]
