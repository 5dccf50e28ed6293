import { describe, expect, test } from 'vitest'
import differences from '../fixtures/torch/differences.json' with { type: 'json' }
import fixture from '../fixtures/torch/samples.json' with { type: 'json' }
import {
  apart,
  channelsOf,
  flat,
  meanOf,
  type Packed,
  shaped,
  unpacked,
} from '../support/arrays.ts'
import { postBackward, postForward, refusal } from '../support/client.ts'

/** One call of PyTorch's batch_norm, forward and backward; null where PyTorch was given, or gave, None. */
interface Sample {
  readonly name: string
  readonly training: boolean
  readonly momentum: number | null
  readonly count: number
  readonly eps: number
  readonly x: Packed
  readonly weight: Packed | null
  readonly bias: Packed | null
  readonly running_mean: Packed | null
  readonly running_var: Packed | null
  readonly grad_output: Packed
  readonly out: Packed
  readonly grad_input: Packed
  readonly grad_weight: Packed | null
  readonly grad_bias: Packed | null
  readonly running_mean_after: Packed | null
  readonly running_var_after: Packed | null
}

const SAMPLES: readonly Sample[] = fixture.samples
const numbers = (tensor: Packed) => flat(unpacked(tensor))

/** What a client of PyTorch would send: None is a field left out. */
function requestOf(sample: Sample) {
  const { weight, bias, running_mean, running_var, momentum, count } = sample
  return {
    x: unpacked(sample.x),
    eps: sample.eps,
    mode: sample.training ? 'train' : 'eval',
    ...(weight && { gamma: numbers(weight) }),
    ...(bias && { beta: numbers(bias) }),
    ...(running_mean &&
      running_var && {
        running: {
          convention: momentum === null ? 'torch-cumulative' : 'torch',
          mean: numbers(running_mean),
          var: numbers(running_var),
          ...(momentum !== null && { momentum }),
          count,
        },
      }),
  }
}

/**
 * How large the numbers are, per channel, that PyTorch adds up for each result. Its float64 keeps a few units in the
 * last place of these, however small their sum comes out; ours are exact, so all of the difference is PyTorch's.
 */
function sizesOf(sample: Sample) {
  const { gamma, beta, running, eps } = requestOf(sample)
  const dout = channelsOf(unpacked(sample.grad_output))
  const { training, momentum } = sample
  return channelsOf(unpacked(sample.x)).map((x, j) => {
    const mean = training ? meanOf(x) : (running?.mean[j] as number)
    const spread = training
      ? meanOf(x.map((value) => (value - mean) ** 2))
      : (running?.var[j] as number)
    const ivar = 1 / Math.sqrt(spread + eps)
    const scale = Math.abs(gamma?.[j] ?? 1)
    const reach = largest(x) + Math.abs(mean)
    const upstream = sum(dout[j] as number[])
    const share = Math.abs(momentum ?? 1) + 1
    return {
      out: scale * ivar * reach + Math.abs(beta?.[j] ?? 0),
      dx: scale * ivar * largest(dout[j] as number[]) * (1 + reach * ivar),
      dgamma: upstream * reach * ivar,
      dbeta: upstream,
      mean: share * (reach + Math.abs(running?.mean[j] ?? 0)),
      var: share * (reach ** 2 + Math.abs(running?.var[j] ?? 0)),
    }
  })
}

const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs))
const sum = (values: readonly number[]) =>
  values.reduce((total, value) => total + Math.abs(value), 0)

const UNITS = 8 * 2 ** -53

describe(`the service answers as PyTorch ${fixture.torch} does`, () => {
  test('in ten samples of functional.batch_norm and in all modules that have any data', () => {
    expect(SAMPLES.filter(({ name }) => name.startsWith('batch_norm'))).toHaveLength(10)
    expect(SAMPLES.filter(({ name }) => name.startsWith('BatchNorm'))).toHaveLength(41)
  })

  for (const sample of SAMPLES) {
    test(`in ${sample.name}`, () => {
      const request = requestOf(sample)
      const sizes = sizesOf(sample)
      const agree = (
        name: keyof (typeof sizes)[number],
        actual: number[][],
        expected: number[][],
      ) => {
        for (const [j, { [name]: size }] of sizes.entries()) {
          const apartBy = apart(actual[j] as number[], expected[j] as number[], () => UNITS * size)
          expect(apartBy, `${name} of channel ${j}`).toEqual([])
        }
      }
      const single = (values: readonly number[]) => values.map((value) => [value])

      const { out, cache, running } = postForward(request)
      agree('out', channelsOf(out), channelsOf(unpacked(sample.out)))
      if (sample.training && sample.running_mean_after && sample.running_var_after) {
        agree('mean', single(running?.mean ?? []), single(numbers(sample.running_mean_after)))
        agree('var', single(running?.var ?? []), single(numbers(sample.running_var_after)))
        expect(running?.count).toBe(sample.count + 1)
      } else {
        expect(running).toBeUndefined()
      }

      const dout = unpacked(sample.grad_output)
      const { beta: _, ...source } = request
      for (const { dx, dgamma, dbeta } of [
        postBackward({ dout, cache }),
        postBackward({ dout, ...source }),
      ]) {
        agree('dx', channelsOf(dx), channelsOf(unpacked(sample.grad_input)))
        if (sample.grad_weight) agree('dgamma', single(dgamma), single(numbers(sample.grad_weight)))
        if (sample.grad_bias) agree('dbeta', single(dbeta), single(numbers(sample.grad_bias)))
      }
    })
  }
})

interface Case {
  readonly request: object
  /** What PyTorch answers, or the first words of its error. */
  readonly theirs: string | { readonly out: string[] }
  /** What we answer, or the code of our refusal and the fields that it points at. */
  readonly ours: string | object
}

type Cases = Partial<Record<keyof typeof differences.answers, Case>>

const PAIR = [[1], [4]]
const running = { convention: 'torch', mean: [0], var: [1] }

/** Where the contract is another than PyTorch's: in its own samples, and in the cases around them. */
const DIFFERENT: Cases = {
  'an empty batch': {
    request: { x: [], running },
    theirs: { out: [] },
    ours: 'invalid x',
  },
  'six axes': {
    request: { x: shaped([1, 4], [2, 1, 1, 1, 1, 1]), running },
    theirs: { out: ['-0.9999977777851851', '0.9999977777851852'] },
    ours: 'invalid x.0.0.0.0.0',
  },
  'eps 0 in training': {
    request: { x: PAIR, eps: 0, include: [] },
    theirs: 'ValueError: batch_norm eps must be positive during training',
    ours: { out: [[-1], [1]], warnings: [] },
  },
  'eps 0 and a running variance of 0': {
    request: { x: PAIR, eps: 0, mode: 'eval', running: { mean: [3], var: [0] } },
    theirs: { out: ['nan', 'nan'] },
    ours: 'singular eps',
  },
  'a negative running variance': {
    request: { x: PAIR, mode: 'eval', running: { mean: [0], var: [-1] } },
    theirs: { out: ['nan', 'nan'] },
    ours: 'invalid running.var.0',
  },
  // JSON has no NaN: JSON.stringify writes null.
  'NaN in one channel': {
    request: {
      x: [
        [Number.NaN, 1],
        [4, 4],
      ],
    },
    theirs: { out: ['nan', '-0.9999977777851851', 'nan', '0.9999977777851852'] },
    ours: 'invalid x.0.0',
  },
  'a variance beyond float64': {
    request: { x: [[1e200], [3e200]], include: [] },
    theirs: { out: ['0.0', '0.0'] },
    ours: { out: [[-1], [1]], warnings: [] },
  },
  'a constant channel': {
    request: { x: Array(10).fill([0.1]), eps: 1e-40, include: [] },
    theirs: { out: Array(10).fill('555.1115123125783') },
    ours: { out: Array(10).fill([0]), warnings: [{ code: 'constant-channel' }] },
  },
}

/** What neither answers, each in its own words. */
const REFUSED: Cases = {
  'one value per channel in training': {
    request: { x: [[3]], running },
    theirs: 'ValueError: Expected more than 1 value per channel when training',
    ours: 'single-value x',
  },
  'eps 0 and a constant channel in training': {
    request: { x: [[1], [1]], eps: 0 },
    theirs: 'ValueError: batch_norm eps must be positive during training',
    ours: 'singular eps',
  },
  'a negative eps': {
    request: { x: PAIR, eps: -0.5, mode: 'eval', running },
    theirs: 'ValueError: batch_norm eps must be non-negative',
    ours: 'invalid eps',
  },
  'evaluation without statistics': {
    request: { x: PAIR, mode: 'eval' },
    theirs: 'RuntimeError: running_mean must be defined in evaluation mode',
    ours: 'missing running.mean running.var',
  },
  'a vector': {
    request: { x: [1, 4], running },
    theirs: 'RuntimeError: running_mean should contain 0 elements not 1',
    ours: 'invalid x',
  },
  'statistics of another length': {
    request: { x: PAIR, mode: 'eval', running: { mean: [0, 0], var: [1, 1] } },
    theirs: 'RuntimeError: running_mean should contain 1 elements not 2',
    ours: 'shape running.mean',
  },
}

function expectAnswers(title: string, { request, theirs, ours }: Case): void {
  const answer = (differences.answers as Record<string, { raises?: string }>)[title]
  if (typeof theirs === 'string') expect(answer?.raises).toContain(theirs)
  else expect(answer).toEqual(theirs)

  if (typeof ours === 'string') {
    const { code, faults } = refusal(() => postForward(request))
    expect([code, ...faults.map(({ path }) => path.join('.'))].join(' ')).toBe(ours)
  } else {
    expect(postForward(request)).toMatchObject(ours)
  }
}

describe('the service answers otherwise than PyTorch to', () => {
  for (const [title, each] of Object.entries(DIFFERENT)) {
    test(title, () => expectAnswers(title, each))
  }

  test('one value per channel in training, when no running variance is asked for: out is beta', () => {
    const { out, warnings } = postForward({ x: [[3]], beta: [2], include: [] })
    expect(out).toEqual([[2]])
    expect(warnings.map(({ code }) => code)).toEqual(['single-value'])
  })

  test('evaluation with a layer that keeps no statistics: the client has to say mode "train"', () => {
    const untracked = SAMPLES.find(({ name }) => /not_tracking_stats, evaluation/.test(name))
    const request = requestOf(untracked as Sample)
    expect(request).toMatchObject({ mode: 'train' })
    const { code } = refusal(() => postForward({ ...request, mode: 'eval' }))
    expect(code).toBe('missing')
  })
})

describe('both the service and PyTorch refuse', () => {
  for (const [title, each] of Object.entries(REFUSED)) {
    test(title, () => expectAnswers(title, each))
  }
})

test('every answer of PyTorch that was recorded is compared with one of the service', () => {
  const compared = [...Object.keys(DIFFERENT), ...Object.keys(REFUSED)]
  expect(compared.toSorted()).toEqual(Object.keys(differences.answers).toSorted())
})
