import { describe, expect, test } from 'vitest'
import { convertRunning } from '../../routes/convert-running.ts'
import { inputs } from '../../routes/inputs.ts'
import type { Nested } from '../support/arrays.ts'
import { post, postForward, type Running, refusal } from '../support/client.ts'

interface Answer {
  readonly candidates?: readonly {
    readonly agrees: string
    readonly keeps: number | null
    readonly conventions: readonly {
      readonly convention: string
      readonly momentum: number | null
    }[]
  }[]
  readonly open?: readonly { readonly what: string }[]
  readonly running?: Running
  readonly eps?: number
  readonly warnings: readonly { readonly code: string }[]
}

const ask = (request: object) => post(convertRunning, request) as Answer
const refused = (request: object) => {
  const { code, faults } = refusal(() => ask(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

/** Three batches of two channels, of different sizes. */
const BATCHES = [
  [
    [1, 8],
    [4, 2],
    [7, 5],
  ],
  [
    [2, 1],
    [0, 3],
    [5, 5],
    [1, 7],
  ],
  [
    [9, -1],
    [3, 4],
  ],
]

/** What the service itself keeps of the batches, from these statistics on. */
function learned(batches: readonly Nested[], running: object): Running {
  let state = running
  for (const x of batches) state = postForward({ x, running: state, include: [] }).running as object
  return state as Running
}

describe('statistics are identified', () => {
  test('from batches of different sizes, and from their means and variances alike', () => {
    const { mean, var: variance } = learned(BATCHES, { convention: 'keras', momentum: 0.8 })
    const whole = ask({ running: { mean, var: variance }, batches: BATCHES })
    expect(whole.candidates?.[0]).toMatchObject({ agrees: 'float64', keeps: 0.8 })
    expect(whole.warnings).toEqual([])
    const steps = BATCHES.map((x) => postForward({ x, include: ['mu', 'var'] }).steps)
    const statistics = {
      mean: steps.map((each) => each?.['mu']),
      var: steps.map((each) => each?.['var']),
      n: [3, 4, 2],
    }
    const { candidates } = ask({ running: { mean, var: variance }, statistics })
    expect(candidates?.[0]).toMatchObject({ agrees: 'float64', keeps: 0.8 })
  })

  test('from images, with their channels on any axis', () => {
    const images = [1, 2, 3].map(
      (seed) => (post(inputs, { seed, shape: [2, 3, 2, 2] }) as { x: Nested }).x,
    )
    const { mean, var: variance } = learned(images, { convention: 'torch' })
    const { candidates } = ask({ running: { mean, var: variance }, batches: images })
    expect(candidates?.[0]?.conventions[0]).toEqual({
      convention: 'torch',
      momentum: 0.1,
      usual: true,
    })
    expect(refused({ running: { mean, var: variance }, batches: images, channelAxis: -1 })).toEqual(
      ['shape', 'batches.0'],
    )
  })

  test('from what was held before, after one batch more', () => {
    const { x, running, eps } = post(inputs, { convention: 'cs231n' }) as {
      x: Nested
      running: Running
      eps: number
    }
    const { running: after } = postForward({ x, running, eps })
    const before = { mean: running.mean, var: running.var }
    const request = { running: { mean: after?.mean, var: after?.var }, before, batches: [x] }
    const { candidates, open } = ask(request)
    expect(candidates?.[0]?.conventions.map(({ convention }) => convention)).toContain('cs231n')
    expect(candidates?.[0]).toMatchObject({ agrees: 'float64', keeps: 0.9, initial: null })
    expect(open).toEqual([])
    const counted = { ...request, running: { ...request.running, count: 0 } }
    expect(refused(counted)).toEqual(['invalid', 'running.count'])
  })

  test('as none, and the three nearest are shown', () => {
    const answer = ask({ running: { mean: [5, 5], var: [0, 9] }, batches: BATCHES })
    expect(answer.candidates).toHaveLength(3)
    expect(answer).toMatchObject({ open: [], warnings: [{ code: 'no-match' }] })
  })
})

test('whatever is held, every number of the reply is one', () => {
  const huge = Number.MAX_VALUE
  for (const held of [huge, -huge, 0, 5e-324]) {
    const { candidates } = ask({
      running: { mean: [held], var: [held] },
      batches: [
        [[1], [2]],
        [[3], [9]],
      ],
    })
    const numbers = JSON.stringify(candidates).match(/"max\w+":[^,}]+/g) ?? []
    expect(numbers.every((each) => Number.isFinite(Number(each.split(':')[1])))).toBe(true)
    expect(JSON.stringify(candidates)).not.toMatch(/Error":null/)
  }
})

describe('statistics are converted', () => {
  const torch = learned([BATCHES[0] as Nested], { convention: 'torch' })

  test('to those that the service would have kept', () => {
    const keras = learned([BATCHES[0] as Nested], { convention: 'keras', momentum: 0.9 })
    const answer = ask({ running: torch, to: 'keras', n: 3 })
    const { mean, ...rest } = keras
    expect(answer.running).toEqual({ ...rest, mean: torch.mean })
    for (const [j, each] of mean.entries()) expect(torch.mean[j]).toBeCloseTo(each, 14)
    expect(answer.eps).toBe(1e-5)
  })

  test('with what the batches tell, if they are sent as well', () => {
    const { momentum: _, count: __, ...state } = torch
    const answer = ask({ running: state, batches: [BATCHES[0]], to: 'keras' })
    expect(answer.running).toEqual(ask({ running: torch, to: 'keras', n: 3 }).running)
    expect(answer.candidates?.[0]?.agrees).toBe('float64')
  })

  test('with the momentum that the batches show, where none is said', () => {
    const { mean, var: variance } = learned(BATCHES, { convention: 'torch', momentum: 0.05 })
    const running = { convention: 'torch', mean, var: variance }
    expect(ask({ running, batches: BATCHES, to: 'cudnn' }).running?.momentum).toBe(0.05)
    expect(ask({ running, to: 'cudnn' }).running?.momentum).toBe(0.1)
  })

  test('but not with a count that the batches do not tell, where others came before them', () => {
    const [first, second] = BATCHES as [Nested, Nested]
    const before = learned([first], { convention: 'torch' })
    const { mean, var: variance } = learned([second], before)
    const request = {
      batches: [second],
      before: { mean: before.mean, var: before.var },
      to: 'flax',
    }
    const held = { convention: 'torch', mean, var: variance }
    const codes = (running: object) => ask({ ...request, running }).warnings.map(({ code }) => code)
    expect(codes(held)).toEqual(['initial-unknown'])
    expect(codes({ ...held, count: 2 })).toEqual([])
  })

  test('and go on to the forward pass as they are', () => {
    const { running, eps } = ask({ running: torch, to: 'keras', n: 3 })
    const x = BATCHES[1]
    expect(postForward({ x, running, eps, mode: 'eval' }).out).toBeDefined()
    expect(postForward({ x, running, eps }).running?.count).toBe(2)
  })
})

describe('what can not be answered is refused at its place:', () => {
  const running = { mean: [1, 2], var: [1, 2] }
  const statistics = { mean: [[1, 2]], var: [[1, 2]], n: 3 }
  // biome-ignore format: a table is read in rows
  test.each<[request: object, refusal: string[]]>([
    [{}, ['invalid', 'running']],
    [{ running }, ['invalid', '']],
    [{ running: { mean: [1] }, to: 'keras' }, ['invalid', 'running.var']],
    [{ running: { mean: [1], var: [1, 2] }, to: 'keras' }, ['shape', 'running.var']],
    [{ running, to: 'keras' }, ['missing', 'running.convention']],
    [{ running, to: 'theano' }, ['invalid', 'to']],
    [{ running: { ...running, convention: 'torch', count: 1 }, to: 'keras' }, ['missing', 'n']],
    [{ running: { ...running, convention: 'torch' }, to: 'keras', n: 1 }, ['single-value', 'n']],
    [{ running: { ...running, convention: 'torch' }, to: 'keras', n: 0 }, ['invalid', 'n']],
    [{ running, batches: [] }, ['invalid', 'batches']],
    [{ running, batches: 1 }, ['invalid', 'batches']],
    [{ running, batches: [[1, 2]] }, ['invalid', 'batches.0']],
    [{ running, batches: [[[1, 2], [3]]] }, ['invalid', 'batches.0.1']],
    [{ running, batches: [[[1, 2], [3, '4']]] }, ['invalid', 'batches.0.1.1']],
    [{ running, batches: [[[1, 2]], [[1, 2, 3]]] }, ['shape', 'batches.1']],
    [{ running, batches: [[[1, 2]]], channelAxis: 3 }, ['shape', 'channelAxis']],
    [{ running, batches: [[[1, 2]]], statistics }, ['invalid', 'statistics']],
    [{ running, before: running, to: 'keras' }, ['invalid', 'before']],
    [{ running, before: { mean: [1], var: [1, 2] }, statistics }, ['shape', 'before.mean']],
    [{ running, statistics: { ...statistics, n: 0 } }, ['invalid', 'statistics.n']],
    [{ running, statistics: { ...statistics, n: [2.5] } }, ['invalid', 'statistics.n.0']],
    [{ running, statistics: { ...statistics, n: [3, 4] } }, ['shape', 'statistics.n']],
    [{ running, statistics: { ...statistics, mean: [[1]] } }, ['shape', 'statistics.mean']],
    [{ running, statistics: { ...statistics, mean: [[[1]]] } }, ['invalid', 'statistics.mean']],
    [{ running, statistics: { ...statistics, var: [[1, 2], [3, 4]] } }, ['shape', 'statistics.var']],
    [{ running, statistics: { ...statistics, var: [[1, -2]] } }, ['invalid', 'statistics.var']],
    [{ running, statistics: { mean: [[1, 2]], var: [[1, 2]] } }, ['invalid', 'statistics.n']],
    [{ running, batches: [[[1e200, 1], [-1e200, 2]]] }, ['not-representable']],
    [{ running, statistics: { ...statistics, mean: [[1e160, 1]] } }, ['not-representable']],
  ])('%o', (request, expected) => expect(refused(request)).toEqual(expected))
})
