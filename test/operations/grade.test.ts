import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grade, gradeBatch } from '../../routes/grade.ts'
import { inputs } from '../../routes/inputs.ts'
import type { GradeResult } from '../../src/core/grading/result.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import { LIMITS, post, postBackward, postForward, refusal } from '../support/client.ts'
import { npzOf } from '../support/npz.ts'

const SEEDED = { kind: 'discriminating', seed: 7, shape: [9, 4] }
const drawn = post(inputs, SEEDED) as Record<string, never> & { x: number[][] }
const { x, gamma, beta, eps, dout } = drawn
const given = { x, gamma, beta, eps, dout }
const { out, steps } = postForward({ x, gamma, beta, eps, include: ['steps'] })
const { dx, dgamma, dbeta, steps: back } = postBackward({ ...given, include: ['steps'] })
const right = { out, dx, dgamma, dbeta }
const all = { ...steps, ...back }
const zeros = x.map((row) => row.map(() => 0))

const mark = (request: object) =>
  post(grade, { inputs: given, submitted: right, ...request }) as GradeResult
const refused = (request: object) => {
  const { code, faults } = refusal(() => mark(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}
const points = ({ tests }: GradeResult) =>
  Object.fromEntries(tests.map((each) => [each.id, each.points]))

describe('points', () => {
  test('are one for each value that leaves the layer, when nothing is said', () => {
    const { score, maxScore, fraction, passed, message } = mark({})
    expect({ score, maxScore, fraction, passed, message }).toEqual({
      score: 4,
      maxScore: 4,
      fraction: 1,
      passed: true,
      message: 'Nothing is wrong.',
    })
    expect(points(mark({ submitted: { ...right, dx: zeros } }))).toEqual({
      out: 1,
      dbeta: 1,
      dgamma: 1,
      dx: 0,
    })
  })

  test('are shared equally when a number is given, all of them for a right submission to the last bit', () => {
    for (const total of [1, 10, 100, 7, 0.1]) {
      for (const per of ['gradient', 'step', 'value']) {
        const { score, maxScore, fraction, passed } = mark({
          submitted: all,
          rubric: { per, points: total },
        })
        expect([score, fraction, passed]).toEqual([maxScore, 1, true])
        expect(maxScore).toBeCloseTo(total, 12)
      }
    }
  })

  test('by name are for those and no others', () => {
    const { tests, score } = mark({
      submitted: { dx, dgamma: [1, 2, 3, 4] },
      rubric: { points: { dx: 6, dgamma: 2 } },
    })
    expect(
      tests.map(({ id, points, maxPoints, verdict }) => [id, points, maxPoints, verdict]),
    ).toEqual([
      ['dgamma', 0, 2, 'wrong'],
      ['dx', 6, 6, 'correct'],
    ])
    expect(score).toBe(6)
  })

  test('for the steps of the post go by the values of each', () => {
    const { tests } = mark({ submitted: all, rubric: { per: 'step' } })
    expect(tests.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 9 }, (_, k) => `forward-${k + 1}`),
      ...Array.from({ length: 10 }, (_, k) => `backward-${9 - k}`),
    ])
    const half = mark({
      submitted: { dbeta, dgammax: zeros },
      rubric: { per: 'step', points: { 'backward-9': 4 } },
    })
    expect(half.tests).toMatchObject([{ points: 2, maxPoints: 4, passed: false, verdict: 'wrong' }])
  })

  test('are given for what follows from an earlier slip, as the rubric says', () => {
    const { var: variance } = all as unknown as { var: number[] }
    const slip = variance.map((v) => (v * 9) / 8)
    const submitted = { var: slip, ivar: slip.map((v) => 1 / Math.sqrt(v + (eps as number))) }
    for (const follows of [0, 0.5, 1]) {
      const rubric = { per: 'value', points: { var: 2, ivar: 2 }, follows }
      expect(points(mark({ submitted, rubric }))).toEqual({ var: 0, ivar: 2 * follows })
    }
  })

  test('are given for float32 where float64 was asked, as the rubric says', () => {
    const submitted = { dgamma: (dgamma as number[]).map(Math.fround) }
    for (const precision of [0, 0.25, 1]) {
      const rubric = { points: { dgamma: 4 }, precision }
      expect(mark({ submitted, submittedDtype: 'float64', rubric }).score).toBe(4 * precision)
      expect(mark({ submitted, rubric }).score).toBe(4)
    }
  })

  test('pass from a fraction on', () => {
    const submitted = { ...right, dx: zeros }
    expect(mark({ submitted, rubric: { passAt: 0.75 } }).passed).toBe(true)
    expect(mark({ submitted, rubric: { passAt: 0.76 } }).passed).toBe(false)
  })

  test.each([
    ['for what there is not', { rubric: { points: { dX: 1 } } }, ['invalid', 'rubric.points.dX']],
    [
      'for a step by its value',
      { rubric: { per: 'step', points: { dx: 1 } } },
      ['invalid', 'rubric.points.dx'],
    ],
    ['of nothing', { rubric: { points: { dx: 0 } } }, ['invalid', 'rubric.points']],
    ['of next to nothing', { rubric: { points: 5e-324 } }, ['invalid', 'rubric.points']],
    ['below nothing', { rubric: { points: { dx: -1 } } }, ['invalid', 'rubric.points.dx']],
    ['in words', { rubric: { points: { dx: 'x' } } }, ['invalid', 'rubric.points.dx']],
    ['by a share above 1', { rubric: { follows: 2 } }, ['invalid', 'rubric.follows']],
  ])('are refused %s', (_, request, expected) => {
    expect(refused(request)).toEqual(expected)
  })

  test('for a crowd of what there is not are counted, and the first of it named', () => {
    const points = Object.fromEntries(Array.from({ length: 1000 }, (_, k) => [`d${k}`, 1]))
    const { faults, total } = refusal(() => mark({ rubric: { points } }))
    expect([faults.length, total]).toEqual([20, 1000])
  })

  test('that are neither a number nor an object are refused in so many words', () => {
    const { faults } = refusal(() => mark({ rubric: { points: 'many' } }))
    expect(faults[0]?.detail).toBe('expected a number or an object, found a string')
  })
})

describe('work', () => {
  const places = (operation: typeof grade | typeof gradeBatch, request: object) => {
    const body = Buffer.from(JSON.stringify(request))
    const limits = { ...LIMITS, checkWork: 300_000 }
    const message = { body, contentType: 'application/json' }
    const { code, faults } = refusal(() => execute(operation as typeof grade, message, limits))
    return [code, ...faults.map(({ path }) => path.join('.'))]
  }
  const large = Array.from({ length: 500 }, (_, i) => [i, 1])

  test.each([
    ['x', grade, { inputs: { x: large } }, 'inputs.x'],
    ['the shape', grade, { inputs: { shape: [500, 2] } }, 'inputs.shape'],
    [
      'the shape, of a class as of one',
      gradeBatch,
      { inputs: { shape: [500, 2] }, submissions: [{ id: 'a' }] },
      'inputs.shape',
    ],
  ] as const)('that is too much is laid to %s', (_, operation, request, place) => {
    expect(places(operation as typeof grade, request)).toEqual(['too-much-work', place])
  })

  test('is limited for each submission by itself, however many there are', () => {
    const submissions = Array.from({ length: 50 }, (_, k) => ({ id: `${k}`, submitted: right }))
    const body = Buffer.from(JSON.stringify({ inputs: SEEDED, submissions }))
    const limits = { ...LIMITS, checkWork: 300_000 }
    const reply = execute(gradeBatch, { body, contentType: 'application/json' }, limits)
    expect(whole(reply).toString().trimEnd().split('\n')).toHaveLength(51)
  })
})

describe('inputs', () => {
  test('may be the seed that drew them: the same points, and the right answers never leave', () => {
    const submitted = { ...right, dx: zeros }
    expect(mark({ inputs: SEEDED, submitted })).toEqual(mark({ submitted }))
  })

  test.each([
    [
      'in their own words, below inputs',
      { inputs: { ...given, gamma: [1] } },
      ['shape', 'inputs.gamma'],
    ],
    [
      'when they are both given and drawn',
      { inputs: { ...given, seed: 1 } },
      ['invalid', 'inputs.seed'],
    ],
    [
      'when they are drawn and given in part',
      { inputs: { seed: 1, gamma: [1, 2, 3, 4] } },
      ['invalid', 'inputs.gamma'],
    ],
    ['when a shape can not be drawn', { inputs: { shape: [9] } }, ['invalid', 'inputs.shape']],
    ['when var + eps is 0', { inputs: { x: [[1], [1]], eps: 0 } }, ['singular', 'inputs.eps']],
  ])('are refused %s', (_, request, expected) => {
    expect(refused(request)).toEqual(expected)
  })

  test('without dout are for the forward pass alone', () => {
    const { tests } = mark({ inputs: { x, gamma, beta, eps } })
    expect(tests.map(({ id, passed }) => [id, passed])).toEqual([['out', true]])
  })
})

describe('what is handed in', () => {
  test('is never refused, whatever it is', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          'out',
          'dx',
          'dgamma',
          'dbeta',
          'mu',
          'running_mean',
          'nonsense',
          '__proto__',
          'constructor',
        ),
        fc.jsonValue({ maxDepth: 4 }),
      ),
    )
    fc.assert(
      fc.property(anything, (submitted) => {
        const { score, maxScore, fraction, gradable, tests, message } = mark({ submitted })
        expect([maxScore, tests.length, typeof gradable]).toEqual([4, 4, 'boolean'])
        expect(score).toBe(fraction * maxScore)
        expect(message.length).toBeLessThanOrEqual(2000)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    [
      'nothing at all',
      undefined,
      'Nothing was handed in: a submission is an object of values by name.',
    ],
    [
      'a word',
      'late',
      'What was handed in is no object: a submission is an object of values by name.',
    ],
    [
      'values without names',
      [[1, 2]],
      'What was handed in is no object: a submission is an object of values by name.',
    ],
    [
      'values that are not graded',
      { mu: [1, 2, 3, 4] },
      'Nothing of what is graded was handed in: out, dbeta, dgamma, dx. There is mu.',
    ],
    [
      'nothing but noise',
      { dx: 'Traceback', out: [null] },
      'Nothing that was handed in could be read: out is NaN, Infinity or null at [0]; dx is no number but the text "Traceback".',
    ],
  ])('is worth nothing and says why, when it is %s', (_, submitted, message) => {
    expect(mark({ submitted })).toMatchObject({ score: 0, gradable: false, passed: false, message })
  })

  test('costs only what is wrong with it', () => {
    const submitted = { ...right, dx: [[1, 2], [3]], dgamma: (dgamma as number[]).map(() => null) }
    const result = mark({ submitted })
    expect(points(result)).toEqual({ out: 1, dbeta: 1, dgamma: 0, dx: 0 })
    expect(result.tests.map(({ message }) => message)).toEqual([
      'out is right.',
      'dbeta is right.',
      'dgamma is NaN, Infinity or null at [0].',
      'dx is ragged: its rows have different lengths.',
    ])
  })

  test('says no right number and no formula unless they may be revealed', () => {
    const submitted = { ...right, dx: zeros }
    const hidden = JSON.stringify(mark({ submitted, hints: 3 }))
    expect(hidden).not.toContain('dx1')
    expect(hidden).not.toMatch(/\d\.\d{3}/)
    expect(JSON.stringify(mark({ submitted, hints: 3, reveal: true }))).toContain('dx = dx1 + dx2')
  })
})

describe('running statistics', () => {
  const running = { convention: 'torch', mean: [0, 0, 0, 0], var: [1, 1, 1, 1] }

  test('count when they were sent, or points are given for them', () => {
    expect(mark({ inputs: { ...given, running } }).tests.map(({ id }) => id)).toEqual([
      'out',
      'running_mean',
      'running_var',
      'dbeta',
      'dgamma',
      'dx',
    ])
    expect(mark({ inputs: SEEDED }).tests.map(({ id }) => id)).toEqual([
      'out',
      'dbeta',
      'dgamma',
      'dx',
    ])
    expect(
      mark({ inputs: SEEDED, rubric: { points: { running_var: 1 } } }).tests.map(({ id }) => id),
    ).toEqual(['running_var'])
  })
})

describe('a class', () => {
  const submissions = [
    { id: 'ada', submitted: right },
    { id: 'bob', submitted: { ...right, dx: zeros } },
    {
      id: 'cleo',
      submitted: { ...right, dx: zeros, dbeta: (dbeta as number[]).map((v) => v / 9) },
    },
    { id: 'dan', submitted: null },
    { id: 'eve', submitted: right },
  ]
  const lines = (request: object = {}) => {
    const body = Buffer.from(JSON.stringify({ inputs: given, submissions, ...request }))
    const { body: reply, contentType } = execute(
      gradeBatch,
      { body, contentType: 'application/json' },
      LIMITS,
    )
    expect(contentType).toBe('application/x-ndjson')
    return whole({ body: reply })
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  test('is graded as each by itself, in its order, and then told of as a whole', () => {
    const found = lines()
    expect(found.slice(0, -1)).toEqual(
      submissions.map(({ id, submitted }) => ({ id, result: mark({ submitted }) })),
    )
    expect(found.at(-1)).toEqual({
      report: {
        submissions: 5,
        passed: 2,
        ungradable: 1,
        meanFraction: (1 + 0.75 + 0.5 + 0 + 1) / 5,
        mistakes: [
          { id: 'dx-left-at-zero', submissions: 2 },
          { id: 'dbeta-averaged', submissions: 1 },
        ],
        firstWrong: [
          { pass: 'backward', step: 0, submissions: 1 },
          { pass: 'backward', step: 9, submissions: 1 },
        ],
        tests: expect.arrayContaining([
          {
            id: 'dx',
            maxPoints: 1,
            meanPoints: 0.4,
            verdicts: { correct: 2, wrong: 2, missing: 1 },
          },
        ]),
      },
    })
  })

  test('is sent line by line: each is found when it is asked for', () => {
    const body = Buffer.from(JSON.stringify({ inputs: given, submissions }))
    const pieces = execute(gradeBatch, { body, contentType: 'application/json' }, LIMITS).body
    expect([...pieces].map((piece) => Buffer.from(piece).toString().split('\n').length)).toEqual(
      Array(6).fill(2),
    )
  })

  test('is refused as a whole when the instructor has erred, before the first line', () => {
    const erring = (request: object) => refusal(() => lines(request)).code
    expect(erring({ rubric: { points: { dX: 1 } } })).toBe('invalid')
    expect(erring({ submissions: [] })).toBe('invalid')
    expect(erring({ submissions: [{ id: 'ada' }], inputs: { x: [[1], [1]], eps: 0 } })).toBe(
      'singular',
    )
  })

  test('comes as JSON: no archive holds a list of submissions', () => {
    for (const contentType of ['application/x-npz', 'application/x-npy']) {
      const message = { body: npzOf({ inputs: given }), contentType }
      const { code } = refusal(() => execute(gradeBatch, message, LIMITS))
      expect(code).toBe('unsupported-media-type')
    }
  })
})
