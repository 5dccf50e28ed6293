import type { Example } from '../../src/operations/operation.ts'
import { FORGETFUL } from './batch.ts'
import { ASSIGNMENT, DBETA, DGAMMA, DX, FORGOTTEN, missing, right } from './grade.ts'

/** Three for one batch. */
export const gradeBatchExamples: [Example, ...Example[]] = [
  {
    name: 'class',
    summary: 'A class of three',
    request: {
      ...ASSIGNMENT,
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
          submitted: FORGETFUL,
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
          tests: [right(DBETA), right(DGAMMA), right(DX)],
          firstWrong: null,
          causes: [],
          hints: [],
        },
      },
      {
        id: 'bob',
        result: FORGOTTEN,
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
          tests: [missing(DBETA), missing(DGAMMA), missing(DX)],
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
