import type { GradeResult } from '../../src/core/grading/result.ts'
import type { Example } from '../../src/operations/operation.ts'
import { BATCH, FORGETFUL } from './batch.ts'

/** What an instructor sends. */
export const ASSIGNMENT = { inputs: BATCH, rubric: { points: { dx: 6, dgamma: 2, dbeta: 2 } } }

/** The tests of its rubric. */
export const DBETA = { id: 'dbeta', name: 'dbeta, the gradient of beta', maxPoints: 2 }
export const DGAMMA = { id: 'dgamma', name: 'dgamma, the gradient of gamma', maxPoints: 2 }
export const DX = { id: 'dx', name: 'dx, the gradient of x', maxPoints: 6 }

/** A test that a submission has passed. */
export const right = (test: typeof DX) => ({
  ...test,
  points: test.maxPoints,
  passed: true,
  verdict: 'correct' as const,
  message: `${test.id} is right.`,
})
/** A test of what was not submitted. */
export const missing = (test: typeof DX) => ({
  ...test,
  points: 0,
  passed: false,
  verdict: 'missing' as const,
  message: 'Not submitted.',
})

/** What comes of a dx whose mean branch was forgotten. */
export const FORGOTTEN: GradeResult = {
  score: 4,
  maxScore: 10,
  fraction: 0.4,
  passed: false,
  gradable: true,
  message: 'First wrong: dx.',
  tests: [
    right(DBETA),
    right(DGAMMA),
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
}

/** One submission. */
export const gradeExamples: [Example, ...Example[]] = [
  {
    name: 'gradients',
    summary: 'A dx whose mean branch was forgotten',
    request: {
      ...ASSIGNMENT,
      submitted: FORGETFUL,
    },
    reply: FORGOTTEN,
  },
  {
    name: 'nothing',
    summary: 'Nothing that can be read: a result as well',
    request: {
      ...ASSIGNMENT,
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
        missing(DBETA),
        missing(DGAMMA),
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
    summary: 'Inputs that were drawn, by their seed; points for two steps of the post',
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
