import { describe, expect, test } from 'vitest'
import { convertRunning } from '../../routes/convert-running.ts'
import fixture from '../fixtures/torch/samples.json' with { type: 'json' }
import { flat, unpacked } from '../support/arrays.ts'
import { post } from '../support/client.ts'

interface Answer {
  readonly candidates: readonly {
    readonly agrees: string
    readonly keeps: number | null
    readonly estimator: string
    readonly conventions: readonly {
      readonly convention: string
      readonly momentum: number | null
      readonly usual: boolean
    }[]
  }[]
  readonly open: readonly { readonly what: string }[]
}

type Packed = Parameters<typeof unpacked>[0]
const vector = (tensor: Packed | null) => flat(unpacked(tensor as Packed))

describe(`the running statistics of PyTorch ${fixture.torch} are known for its own`, () => {
  const learning = fixture.samples.filter(
    ({ training, running_mean_after: after, momentum }) =>
      training && after && (momentum === null || (momentum > 0 && momentum <= 1)),
  )

  test('in more than twenty samples', () => expect(learning.length).toBeGreaterThan(20))

  test.each(learning)('$name', (sample) => {
    const { running_mean, running_var, momentum, count } = sample
    const { candidates, open } = post(convertRunning, {
      running: {
        mean: vector(sample.running_mean_after),
        var: vector(sample.running_var_after),
        count: count + 1,
      },
      before: { mean: vector(running_mean), var: vector(running_var) },
      batches: [unpacked(sample.x)],
    }) as Answer
    // One more batch in a plain average is one with a momentum of its own.
    expect(open.map(({ what }) => what)).toEqual(momentum === null ? ['keeps'] : [])
    const agreeing = candidates.filter(({ agrees }) => agrees === 'float64')
    const names = agreeing.flatMap(({ conventions }) => conventions)
    const expected = momentum === null ? 'torch-cumulative' : 'torch'
    expect(names.find(({ convention }) => convention === expected)?.momentum).toBe(momentum)
    expect(agreeing.every(({ estimator }) => estimator === 'unbiased')).toBe(true)
  })
})
