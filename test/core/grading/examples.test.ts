import { describe, expect, test } from 'vitest'
import { PLATFORM_OPERATIONS } from '../../../schemas/grade/platforms.ts'
import { PLATFORMS, type PlatformName } from '../../../src/core/grading/platforms.ts'
import { HALF } from './results.ts'

/** One submission, dx wrong and dbeta right, as each platform reads it. JUnit's XML has a test of its own. */

const WRONG = 'dx is off by 1e-3 & more: |error| > 2 * "noise".'
const HINT = 'Which ways lead from x to out?'
const TOLD = `1 of 2 values is right.\nHint: ${HINT}`
const TEXT = `4 of 10 points

1 of 2 values is right.

dx, the gradient of x: 0 of 6
  ${WRONG}
dbeta, the gradient of beta: 4 of 4

Hint: ${HINT}
`

interface Example {
  readonly options?: object
  readonly document: unknown
}

const EXAMPLES: Readonly<Record<Exclude<PlatformName, 'junit'>, Example>> = {
  gradescope: {
    options: { visibility: 'after_due_date', testVisibility: 'visible' },
    document: {
      score: 4,
      output: TOLD,
      output_format: 'text',
      test_output_format: 'text',
      test_name_format: 'text',
      visibility: 'after_due_date',
      tests: [
        {
          name: 'dx, the gradient of x',
          score: 0,
          max_score: 6,
          status: 'failed',
          output: WRONG,
          visibility: 'visible',
        },
        {
          name: 'dbeta, the gradient of beta',
          score: 4,
          max_score: 4,
          status: 'passed',
          output: '',
          visibility: 'visible',
        },
      ],
      extra_data: {
        fraction: 0.4,
        gradable: true,
        firstWrong: { pass: 'backward', step: 1, name: 'dmu' },
        causes: ['dmu-forgotten'],
      },
    },
  },
  prairielearn: {
    document: {
      gradable: true,
      score: 0.4,
      message: TOLD,
      tests: [
        { name: 'dx, the gradient of x', points: 0, max_points: 6, message: WRONG },
        { name: 'dbeta, the gradient of beta', points: 4, max_points: 4, message: '' },
      ],
    },
  },
  otter: {
    document: {
      tests: [
        { name: 'Public Tests', visibility: 'visible', status: 'failed', output: TOLD },
        { name: 'dx', score: 0, max_score: 6, visibility: 'visible', output: WRONG },
        { name: 'dbeta', score: 4, max_score: 4, visibility: 'visible', output: '' },
      ],
    },
  },
  nbgrader: { options: { points: 5 }, document: 2 },
  autolab: {
    document: [
      {
        _presentation: 'semantic',
        stages: ['Result', 'Tests'],
        Result: { Total: { passed: false, hint: TOLD } },
        Tests: { dx: { passed: false, hint: WRONG }, dbeta: { passed: true } },
      },
      { scores: { dx: 0, dbeta: 4 } },
    ],
  },
  codegrade: { document: { tag: 'points', points: 0.4 } },
  coderunner: {
    document: {
      fraction: 0.4,
      prologuehtml: '<p>1 of 2 values is right.</p>',
      testresults: [
        ['iscorrect', 'Test', 'Points', 'Comment'],
        [0, 'dx, the gradient of x', '0 of 6', WRONG],
        [1, 'dbeta, the gradient of beta', '4 of 4', ''],
      ],
      columnformats: ['%s', '%s', '%s'],
      epiloguehtml: `<ul><li>${HINT}</li></ul>`,
    },
  },
  'github-classroom': {
    document: {
      version: 1,
      status: 'fail',
      max_score: 100,
      tests: [
        {
          name: 'dx, the gradient of x',
          status: 'fail',
          message: WRONG,
          score: 0,
          test_code: '',
          filename: '',
          line_no: 0,
          execution_time: '0s',
        },
        {
          name: 'dbeta, the gradient of beta',
          status: 'pass',
          message: null,
          score: 40,
          test_code: '',
          filename: '',
          line_no: 0,
          execution_time: '0s',
        },
      ],
    },
  },
  'edx-xqueue': {
    options: { xqueueHeader: '{"submission_id": 1}' },
    document: {
      xqueue_header: '{"submission_id": 1}',
      xqueue_body: JSON.stringify({
        correct: false,
        score: 0.4,
        msg: `<pre>${TEXT.replace(WRONG, 'dx is off by 1e-3 &amp; more: |error| &gt; 2 * &quot;noise&quot;.')}</pre>`,
      }),
    },
  },
  coursera: { document: { fractionalScore: 0.4, feedback: TEXT } },
  'lti-ags': {
    options: {
      userId: 'student-1',
      timestamp: '2026-11-25T10:00:00.123+00:00',
      submittedAt: '2026-11-25T09:59:00.000Z',
    },
    document: {
      userId: 'student-1',
      timestamp: '2026-11-25T10:00:00.123+00:00',
      scoreGiven: 4,
      scoreMaximum: 10,
      comment: TOLD,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      submission: { submittedAt: '2026-11-25T09:59:00.000Z' },
    },
  },
  xapi: {
    document: {
      score: { scaled: 0.4, raw: 4, min: 0, max: 10 },
      success: false,
      completion: true,
      extensions: {
        'urn:batchnorm:grade': {
          gradable: true,
          message: TOLD,
          tests: [
            { id: 'dx', points: 0, maxPoints: 6 },
            { id: 'dbeta', points: 4, maxPoints: 4 },
          ],
        },
      },
    },
  },
  text: { document: TEXT },
}

describe.each(Object.entries(EXAMPLES))(
  'half of the points for %s',
  (name, { options = {}, document }) => {
    const platform = PLATFORM_OPERATIONS.find((each) => each.name === name)

    test('reads like this', () => {
      expect(platform?.translate(HALF, platform.options.parse(options))).toEqual(document)
      expect(platform?.reply.parse(document)).toEqual(document)
    })
  },
)

test('there is an example for every platform', () => {
  expect([...Object.keys(EXAMPLES), 'junit'].sort()).toEqual(Object.keys(PLATFORMS).sort())
})
