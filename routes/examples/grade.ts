import type { PlatformOperation } from '../../schemas/grade/platforms.ts'
import type { GradeResult } from '../../src/core/grading/result.ts'
import type { Example } from '../../src/operations/operation.ts'

/** A batch that can be followed by hand, and what came of it. */
export const gradeExamples: [Example, ...Example[]] = [
  {
    name: 'gradients',
    summary: 'A dx whose mean branch was forgotten',
    request: {
      inputs: {
        x: [
          [1, 8],
          [4, 2],
          [7, 5],
          [4, 5],
        ],
        gamma: [1, 2],
        beta: [0, 10],
        eps: 1.75,
        dout: [
          [1, 3],
          [2, -1],
          [6, 4],
          [3, 2],
        ],
      },
      rubric: { points: { dx: 6, dgamma: 2, dbeta: 2 } },
      submitted: {
        dx: [
          [1.12, 1.2480000000000002],
          [0.8, 0.3520000000000001],
          [1.6800000000000004, 3.2],
          [1.2000000000000002, 1.6],
        ],
        dgamma: [6.000000000000001, 4.800000000000001],
        dbeta: [12, 8],
      },
    },
    reply: {
      score: 4,
      maxScore: 10,
      fraction: 0.4,
      passed: false,
      gradable: true,
      message: 'First wrong: dx.',
      tests: [
        {
          id: 'dbeta',
          name: 'dbeta, the gradient of beta',
          maxPoints: 2,
          points: 2,
          passed: true,
          verdict: 'correct',
          message: 'dbeta is right.',
        },
        {
          id: 'dgamma',
          name: 'dgamma, the gradient of gamma',
          maxPoints: 2,
          points: 2,
          passed: true,
          verdict: 'correct',
          message: 'dgamma is right.',
        },
        {
          id: 'dx',
          name: 'dx, the gradient of x',
          maxPoints: 6,
          points: 0,
          passed: false,
          verdict: 'wrong',
          message: 'dx is wrong in 8 numbers of channels 0, 1.',
        },
      ],
      firstWrong: { pass: 'backward', step: 0, name: 'dx' },
      causes: [{ id: 'mean-branch-dropped', pass: 'backward', step: 0, confidence: 1 }],
      hints: ['x was used twice on the way forward: how many gradients come back to it?'],
    },
  },
  {
    name: 'nothing',
    summary: 'Nothing that can be read: a result as well',
    request: {
      inputs: {
        x: [
          [1, 8],
          [4, 2],
          [7, 5],
          [4, 5],
        ],
        gamma: [1, 2],
        beta: [0, 10],
        eps: 1.75,
        dout: [
          [1, 3],
          [2, -1],
          [6, 4],
          [3, 2],
        ],
      },
      rubric: { points: { dx: 6, dgamma: 2, dbeta: 2 } },
      submitted: { dx: [[1, 2], [3]] },
    },
    reply: {
      score: 0,
      maxScore: 10,
      fraction: 0,
      passed: false,
      gradable: false,
      message:
        'Nothing that was handed in could be read: dx is ragged: its rows have different lengths.',
      tests: [
        {
          id: 'dbeta',
          name: 'dbeta, the gradient of beta',
          maxPoints: 2,
          points: 0,
          passed: false,
          verdict: 'missing',
          message: 'Not submitted.',
        },
        {
          id: 'dgamma',
          name: 'dgamma, the gradient of gamma',
          maxPoints: 2,
          points: 0,
          passed: false,
          verdict: 'missing',
          message: 'Not submitted.',
        },
        {
          id: 'dx',
          name: 'dx, the gradient of x',
          maxPoints: 6,
          points: 0,
          passed: false,
          verdict: 'shape',
          message: 'dx is ragged: its rows have different lengths.',
        },
      ],
      firstWrong: { pass: 'backward', step: 0, name: 'dx' },
      causes: [],
      hints: [
        'dx is ragged: its rows have different lengths: what is it that the code returns there?',
      ],
    },
  },
  {
    name: 'seed',
    summary:
      'Inputs that were drawn, by their seed; points for every step, all of them missing but two',
    request: {
      inputs: { kind: 'discriminating', seed: 7, shape: [9, 4] },
      rubric: { per: 'step', points: { 'forward-1': 1, 'backward-9': 1 } },
      submitted: { mu: [0, 0, 0, 0] },
    },
    reply: {
      score: 0,
      maxScore: 2,
      fraction: 0,
      passed: false,
      gradable: true,
      message: 'First wrong: mu.',
      tests: [
        {
          id: 'forward-1',
          name: 'forward, step 1 (mean): mu',
          maxPoints: 1,
          points: 0,
          passed: false,
          verdict: 'wrong',
          message: 'mu is wrong in 4 numbers of channels 0, 1, 2, 3.',
        },
        {
          id: 'backward-9',
          name: 'backward, step 9 (shift): dbeta, dgammax',
          maxPoints: 1,
          points: 0,
          passed: false,
          verdict: 'missing',
          message: 'Not submitted.',
        },
      ],
      firstWrong: { pass: 'forward', step: 1, name: 'mu' },
      causes: [],
      hints: ['Over which axis does the sum go, and is it divided by anything?'],
    },
  },
]

/** Three for one batch. */
export const gradeBatchExamples: [Example, ...Example[]] = [
  {
    name: 'class',
    summary: 'A class of three',
    request: {
      inputs: {
        x: [
          [1, 8],
          [4, 2],
          [7, 5],
          [4, 5],
        ],
        gamma: [1, 2],
        beta: [0, 10],
        eps: 1.75,
        dout: [
          [1, 3],
          [2, -1],
          [6, 4],
          [3, 2],
        ],
      },
      rubric: { points: { dx: 6, dgamma: 2, dbeta: 2 } },
      submissions: [
        {
          id: 'ada',
          submitted: {
            dx: [
              [-0.08000000000000007, -0.35199999999999987],
              [-0.40000000000000013, -1.248],
              [0.4800000000000002, 1.6],
              [0, 0],
            ],
            dgamma: [6.000000000000001, 4.800000000000001],
            dbeta: [12, 8],
          },
        },
        {
          id: 'bob',
          submitted: {
            dx: [
              [1.12, 1.2480000000000002],
              [0.8, 0.3520000000000001],
              [1.6800000000000004, 3.2],
              [1.2000000000000002, 1.6],
            ],
            dgamma: [6.000000000000001, 4.800000000000001],
            dbeta: [12, 8],
          },
        },
        { id: 'eve', submitted: null },
      ],
    },
    reply: [
      {
        id: 'ada',
        result: {
          score: 10,
          maxScore: 10,
          fraction: 1,
          passed: true,
          gradable: true,
          message: 'Nothing is wrong.',
          tests: [
            {
              id: 'dbeta',
              name: 'dbeta, the gradient of beta',
              maxPoints: 2,
              points: 2,
              passed: true,
              verdict: 'correct',
              message: 'dbeta is right.',
            },
            {
              id: 'dgamma',
              name: 'dgamma, the gradient of gamma',
              maxPoints: 2,
              points: 2,
              passed: true,
              verdict: 'correct',
              message: 'dgamma is right.',
            },
            {
              id: 'dx',
              name: 'dx, the gradient of x',
              maxPoints: 6,
              points: 6,
              passed: true,
              verdict: 'correct',
              message: 'dx is right.',
            },
          ],
          firstWrong: null,
          causes: [],
          hints: [],
        },
      },
      {
        id: 'bob',
        result: {
          score: 4,
          maxScore: 10,
          fraction: 0.4,
          passed: false,
          gradable: true,
          message: 'First wrong: dx.',
          tests: [
            {
              id: 'dbeta',
              name: 'dbeta, the gradient of beta',
              maxPoints: 2,
              points: 2,
              passed: true,
              verdict: 'correct',
              message: 'dbeta is right.',
            },
            {
              id: 'dgamma',
              name: 'dgamma, the gradient of gamma',
              maxPoints: 2,
              points: 2,
              passed: true,
              verdict: 'correct',
              message: 'dgamma is right.',
            },
            {
              id: 'dx',
              name: 'dx, the gradient of x',
              maxPoints: 6,
              points: 0,
              passed: false,
              verdict: 'wrong',
              message: 'dx is wrong in 8 numbers of channels 0, 1.',
            },
          ],
          firstWrong: { pass: 'backward', step: 0, name: 'dx' },
          causes: [{ id: 'mean-branch-dropped', pass: 'backward', step: 0, confidence: 1 }],
          hints: ['x was used twice on the way forward: how many gradients come back to it?'],
        },
      },
      {
        id: 'eve',
        result: {
          score: 0,
          maxScore: 10,
          fraction: 0,
          passed: false,
          gradable: false,
          message: 'Nothing was handed in: a submission is an object of values by name.',
          tests: [
            {
              id: 'dbeta',
              name: 'dbeta, the gradient of beta',
              maxPoints: 2,
              points: 0,
              passed: false,
              verdict: 'missing',
              message: 'Not submitted.',
            },
            {
              id: 'dgamma',
              name: 'dgamma, the gradient of gamma',
              maxPoints: 2,
              points: 0,
              passed: false,
              verdict: 'missing',
              message: 'Not submitted.',
            },
            {
              id: 'dx',
              name: 'dx, the gradient of x',
              maxPoints: 6,
              points: 0,
              passed: false,
              verdict: 'missing',
              message: 'Not submitted.',
            },
          ],
          firstWrong: null,
          causes: [],
          hints: [],
        },
      },
      {
        report: {
          submissions: 3,
          passed: 1,
          ungradable: 1,
          meanFraction: 0.4666666666666666,
          mistakes: [{ id: 'mean-branch-dropped', submissions: 1 }],
          firstWrong: [{ pass: 'backward', step: 0, submissions: 1 }],
          tests: [
            {
              id: 'dbeta',
              maxPoints: 2,
              meanPoints: 1.3333333333333333,
              verdicts: { correct: 2, missing: 1 },
            },
            {
              id: 'dgamma',
              maxPoints: 2,
              meanPoints: 1.3333333333333333,
              verdicts: { correct: 2, missing: 1 },
            },
            {
              id: 'dx',
              maxPoints: 6,
              meanPoints: 2,
              verdicts: { correct: 1, wrong: 1, missing: 1 },
            },
          ],
        },
      },
    ],
  },
]

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
  const [{ summary, request, reply }] = gradeExamples
  const told = OPTIONS[name]
  return [
    {
      ...{ name: 'gradients', summary },
      request: { ...(request as object), ...(told && { platform: told }) },
      reply: translate(reply as GradeResult, options.parse(told ?? {})),
    },
  ]
}
