import { describe, expect, test } from 'vitest'
import { FORWARD } from '../../src/core/graph.ts'
import { type Nested, shapeOf } from '../support/arrays.ts'
import { postForward, refusal } from '../support/client.ts'

/** Two channels whose every value is a short decimal. */
const BATCH = {
  x: [
    [1, 8],
    [4, 2],
    [7, 5],
  ],
  gamma: [1, 2],
  beta: [0, 10],
  eps: 0.25,
}
const LEAN = { ...BATCH, include: [] }

/** One after the other: which fields a reply has. */
const fieldsOf = (request: object) => Object.keys(postForward(request))

/** The code of a refusal and the places it points at. */
const refused = (request: object) => {
  const { code, faults } = refusal(() => postForward(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

describe('include', () => {
  test('is the cache when nothing is said, and nothing when it is empty', () => {
    expect(fieldsOf(BATCH)).toEqual(['out', 'cache', 'warnings'])
    expect(fieldsOf(LEAN)).toEqual(['out', 'warnings'])
  })

  test('gives the cache of the post, in its order, with the two choices the backward pass needs', () => {
    const { cache } = postForward(BATCH)
    const post = ['xhat', 'gamma', 'xmu', 'ivar', 'sqrtvar', 'var', 'eps']
    expect(Object.keys(cache ?? {})).toEqual([...post, 'mode', 'channelAxis'])
  })

  test('gives any of the nine values by name, in the order of the circuit whatever the order of asking', () => {
    const names = FORWARD.map(({ name }) => name)
    const all = postForward({ ...BATCH, include: ['steps'] })
    expect(Object.keys(all.steps ?? {})).toEqual(names)
    const backwards = postForward({ ...BATCH, include: names.toReversed() })
    expect(backwards).toEqual(all)
    for (const name of names) {
      const one = postForward({ ...BATCH, include: [name] })
      expect(one.steps).toEqual({ [name]: all.steps?.[name] })
    }
  })

  test('refuses a name that the circuit does not have, and one of the backward pass', () => {
    expect(refused({ ...BATCH, include: ['xhat', 'dx'] })).toEqual(['invalid', 'include.1'])
    expect(refused({ ...BATCH, include: 'steps' })).toEqual(['invalid', 'include'])
  })
})

describe('what is left out', () => {
  test('is gamma of ones, beta of zeros, eps 1e-5, training, channels along axis 1', () => {
    const { x } = BATCH
    const said = { gamma: [1, 1], beta: [0, 0], eps: 1e-5, mode: 'train', channelAxis: 1 }
    expect(postForward({ x })).toEqual(postForward({ x, ...said }))
  })

  test('is the eps of the running convention when there is one', () => {
    const running = { convention: 'keras' }
    const { x } = BATCH
    expect(postForward({ x, running })).toEqual(postForward({ x, running, eps: 1e-3 }))
    expect(postForward({ x, running })).not.toEqual(postForward({ x, running, eps: 1e-5 }))
  })
})

describe('x of rank 2 to 5', () => {
  /** Example i, channel j, position p: the same six numbers per channel, arranged in every rank. */
  const SHAPES: [shape: string, x: Nested, channelAxis: number][] = [
    [
      '(N,C,L)',
      [
        [
          [1, 4],
          [8, 2],
        ],
        [
          [7, 4],
          [5, 5],
        ],
      ],
      1,
    ],
    [
      '(N,C,H,W)',
      [
        [[[1, 4]], [[8, 2]]],
        [[[7, 4]], [[5, 5]]],
      ],
      1,
    ],
    [
      '(N,C,D,H,W)',
      [
        [[[[1], [4]]], [[[8], [2]]]],
        [[[[7], [4]]], [[[5], [5]]]],
      ],
      1,
    ],
    [
      '(N,L,C)',
      [
        [
          [1, 8],
          [4, 2],
        ],
        [
          [7, 5],
          [4, 5],
        ],
      ],
      -1,
    ],
    [
      '(C,N)',
      [
        [1, 4, 7, 4],
        [8, 2, 5, 5],
      ],
      0,
    ],
  ]
  for (const [title, x, channelAxis] of SHAPES) {
    test(`such as ${title} is the matrix of its channels, and comes back in its own shape`, () => {
      const plain = postForward({
        ...BATCH,
        x: [
          [1, 8],
          [4, 2],
          [7, 5],
          [4, 5],
        ],
        include: ['mu', 'var'],
      })
      const reply = postForward({ ...BATCH, x, channelAxis, include: ['mu', 'var', 'xhat'] })
      expect(shapeOf(reply.out)).toEqual(shapeOf(x))
      expect(shapeOf(reply.steps?.['xhat'] as Nested)).toEqual(shapeOf(x))
      expect(reply.steps).toMatchObject(plain.steps ?? {})
      const sorted = (tensor: Nested) => [tensor].flat(5).toSorted()
      expect(sorted(reply.out)).toEqual(sorted(plain.out))
    })
  }

  test('with an axis that it does not have is refused', () => {
    expect(refused({ ...BATCH, channelAxis: 2 })).toEqual(['shape', 'channelAxis'])
    expect(refused({ ...BATCH, channelAxis: -3 })).toEqual(['shape', 'channelAxis'])
    expect(refused({ ...BATCH, channelAxis: 0.5 })).toEqual(['invalid', 'channelAxis'])
  })
})

describe('lengths that disagree are refused with a pointer:', () => {
  for (const [field, path] of [
    [{ gamma: [1] }, 'gamma'],
    [{ beta: [1, 2, 3] }, 'beta'],
    [{ running: { mean: [0, 0, 0] } }, 'running.mean'],
    [{ running: { var: [1] } }, 'running.var'],
  ] as const) {
    test(path, () => {
      expect(refused({ ...BATCH, ...field })).toEqual(['shape', path])
    })
  }
})

describe('evaluation', () => {
  const evaluation = { ...LEAN, mode: 'eval', running: { mean: [4, 5], var: [6, 6] } }

  test('normalises with the running statistics, one example by itself', () => {
    const { out } = postForward(evaluation)
    expect(out).toEqual(postForward(LEAN).out)
    expect(postForward({ ...evaluation, x: [[1, 8]] }).out).toEqual([out[0]])
  })

  test('changes no running statistics and returns none', () => {
    expect(fieldsOf(evaluation)).toEqual(['out', 'warnings'])
  })

  test('says what it lacks, and what it can not use', () => {
    expect(refused({ ...LEAN, mode: 'eval' })).toEqual(['missing', 'running.mean', 'running.var'])
    expect(refused({ ...LEAN, mode: 'eval', running: { mean: [0, 0] } })).toEqual([
      'missing',
      'running.var',
    ])
    const negative = { mean: [0, 0], var: [1, -1] }
    expect(refused({ ...evaluation, running: negative })).toEqual(['invalid', 'running.var.1'])
  })
})

describe('running statistics', () => {
  test('come out updated in training, and go in again as they are', () => {
    const first = postForward({ ...LEAN, running: {} }).running
    expect(first).toMatchObject({ convention: 'torch', momentum: 0.1, count: 1 })
    const second = postForward({ ...LEAN, running: first }).running
    expect(second?.count).toBe(2)
    expect(second?.mean).not.toEqual(first?.mean)
  })

  test('go in again even where a momentum beyond 1 has made a variance negative', () => {
    const state = postForward({
      ...LEAN,
      running: { convention: 'keras', momentum: 2, var: [1, 1] },
    }).running
    expect(state?.var).toEqual([-4, -4])
    expect(postForward({ ...LEAN, running: state }).running?.count).toBe(2)
  })

  test('beyond float64 are refused', () => {
    const far = { x: [[1e200], [-1e200]], running: {}, include: [] }
    expect(refused(far)).toEqual(['not-representable', 'running'])
    expect(postForward({ ...far, running: undefined }).out).toEqual([[1], [-1]])
  })
})

describe('a result beyond float64', () => {
  const far = {
    x: [
      [1e200, 1],
      [-1e200, 3],
    ],
    eps: 1,
  }

  test('that was not asked for does not stand in the way of those that were', () => {
    expect(postForward({ ...far, include: ['xhat', 'sqrtvar'] }).out[0]).toMatchObject([
      1,
      expect.anything(),
    ])
  })

  test('that was asked for is refused by name and channel', () => {
    for (const include of [['var'], ['sq'], ['cache'], ['steps']]) {
      const { code, message, faults } = refusal(() => postForward({ ...far, include }))
      expect(code).toBe('not-representable')
      expect(message).toMatch(/^(sq|var) lies beyond the range of float64 in channel 0$/)
      expect(faults[0]?.path).toEqual(['include'])
    }
  })

  test('is refused when it is out itself', () => {
    expect(refused({ ...LEAN, gamma: [1e308, 1e308], beta: [1e308, 0] })).toEqual([
      'not-representable',
      '',
    ])
  })
})

describe('warnings', () => {
  const codes = (request: object) => postForward(request).warnings.map(({ code }) => code)

  test('name the channels without variance', () => {
    const { warnings } = postForward({
      x: [
        [1, 2, 3],
        [1, 5, 3],
      ],
    })
    expect(warnings).toEqual([
      { code: 'constant-channel', detail: expect.stringContaining('(channels 0, 2)') },
    ])
  })

  test('tell that one value per channel has none', () => {
    expect(codes({ x: [[1, 2]] })).toEqual(['single-value'])
    expect(codes({ x: [[[1, 2]]] })).toEqual([])
  })

  test('are not given in evaluation', () => {
    const running = { mean: [0, 0], var: [1, 1] }
    expect(codes({ x: [[1, 1]], mode: 'eval', running })).toEqual([])
  })
})
