import fc from 'fast-check'
import type { GradeResult, TestResult } from '../../../src/core/grading/result.ts'

/** Half of a submission: dx forgets a term, dbeta is right. */
export const HALF: GradeResult = {
  score: 4,
  maxScore: 10,
  fraction: 0.4,
  passed: false,
  gradable: true,
  message: '1 of 2 values is right.',
  tests: [
    {
      id: 'dx',
      name: 'dx, the gradient of x',
      points: 0,
      maxPoints: 6,
      passed: false,
      verdict: 'wrong',
      message: 'dx is off by 1e-3 & more: |error| > 2 * "noise".',
    },
    {
      id: 'dbeta',
      name: 'dbeta, the gradient of beta',
      points: 4,
      maxPoints: 4,
      passed: true,
      verdict: 'correct',
      message: '',
    },
  ],
  firstWrong: { pass: 'backward', step: 1, name: 'dmu' },
  causes: [{ id: 'dmu-forgotten', step: 1, pass: 'backward', confidence: 0.9 }],
  hints: ['Which ways lead from x to out?'],
}

/** All of it right. */
export const FULL: GradeResult = {
  ...HALF,
  score: 10,
  fraction: 1,
  passed: true,
  message: 'All values are right.',
  tests: HALF.tests.map((test) => ({
    ...test,
    points: test.maxPoints,
    passed: true,
    verdict: 'correct',
    message: '',
  })),
  firstWrong: null,
  causes: [],
  hints: [],
}

/** Nothing of it could be read. */
export const UNREADABLE: GradeResult = {
  ...HALF,
  score: 0,
  fraction: 0,
  gradable: false,
  message: 'dx is no array of numbers.',
  tests: HALF.tests.map((test) => ({
    ...test,
    points: 0,
    passed: false,
    verdict: 'missing',
    message: '',
  })),
  firstWrong: null,
  causes: [],
  hints: [],
}

/** What formats and terminals stumble over. */
const SNAGS = [
  '<b onclick="x()">',
  '</pre>',
  ']]>',
  '&amp;',
  '\u0000',
  '\u001b[31m',
  '\r\n',
  '\r',
  '\n',
  '\t',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\u0085',
  '\u2028',
  '😀',
  '\\"',
  "'",
  'ü',
  '界',
]

const words = fc
  .array(fc.oneof(fc.constantFrom(...SNAGS), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

/** Texts, some of them as long as a message may be, some beyond. */
export const texts = fc
  .oneof(
    { arbitrary: words, weight: 5 },
    { arbitrary: fc.tuple(words, fc.integer({ min: 1, max: 3000 })), weight: 1 },
  )
  .map((text) => (typeof text === 'string' ? text : `${text[0]}界`.repeat(text[1]).slice(0, 3000)))

const pass = fc.constantFrom('forward', 'running', 'backward')
const part = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))
const worth = fc.constantFrom(0, 0.1, 1 / 3, 1, 2.5, 10, 1e-300, 1e300)
const verdict = fc.constantFrom(
  'correct',
  'follows',
  'precision',
  'wrong',
  'shape',
  'not-finite',
  'missing',
)

const tests = (most: number) =>
  fc
    .uniqueArray(
      fc.record({ id: texts, name: texts, part, maxPoints: worth, verdict, message: texts }),
      { minLength: 1, maxLength: most, selector: ({ id }) => id },
    )
    .map((rows) =>
      rows.map(({ part, ...row }, k): TestResult => {
        // A result is worth something, so at least its first test is.
        const maxPoints = k === 0 ? row.maxPoints || 1 : row.maxPoints
        return { ...row, maxPoints, points: part * maxPoints, passed: part === 1 }
      }),
    )

/** Results as grading makes them: points that add up, and texts of any kind. */
export const results: fc.Arbitrary<GradeResult> = fc
  .record({
    gradable: fc.oneof({ arbitrary: fc.constant(true), weight: 4 }, fc.constant(false)),
    message: texts,
    tests: fc.oneof({ arbitrary: tests(5), weight: 9 }, tests(300)),
    firstWrong: fc.option(
      fc.record({ pass, step: fc.integer({ min: 1, max: 9 }), name: fc.constant('dx') }),
    ),
    causes: fc.array(
      fc.record({ id: fc.constant('no-root'), step: fc.constant(5), pass, confidence: part }),
    ),
    hints: fc.array(texts, { maxLength: 12 }),
  })
  .map(({ tests, gradable, ...rest }) => {
    const graded = gradable ? tests : tests.map((test) => ({ ...test, points: 0, passed: false }))
    const sum = (key: 'points' | 'maxPoints') => graded.reduce((sum, test) => sum + test[key], 0)
    const [score, maxScore] = [sum('points'), sum('maxPoints')]
    const passed = graded.every((test) => test.passed)
    return { ...rest, gradable, tests: graded, score, maxScore, fraction: score / maxScore, passed }
  })

const slip = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, -0, 1e9)

/** Results as a mistake in grading would make them: numbers that are none, or lie outside their range. */
export const broken: fc.Arbitrary<GradeResult> = fc
  .tuple(results, slip, slip, slip)
  .map(([result, score, fraction, points]) => ({
    ...result,
    score,
    fraction,
    tests: result.tests.map((test) => ({ ...test, points })),
  }))
