import { describe, expect, test } from 'vitest'
import { standardNormal } from '../../src/core/inputs/numpy-legacy.ts'
import inputs from '../fixtures/cs231n/inputs.json' with { type: 'json' }
import testMode from '../fixtures/cs231n/test-mode.json' with { type: 'json' }
import {
  apart,
  channelsOf,
  flat,
  meanOf,
  type Nested,
  shaped,
  shapeOf,
  stdOf,
  unpacked,
} from '../support/arrays.ts'
import { postBackward, postForward, type Running } from '../support/client.ts'

/** The notebooks print eight decimals: half a unit of the eighth is all that a right number may be off. */
function expectPrinted(actual: readonly number[], printed: readonly number[]): void {
  expect(apart(actual, printed, () => 0.5e-8)).toEqual([])
}

const meansOf = (tensor: readonly Nested[]) => channelsOf(tensor).map(meanOf)
const stdsOf = (tensor: readonly Nested[]) => channelsOf(tensor).map(stdOf)

/** "Means should be close to zero": the notebooks print what their own rounding left, of the order of 1e-16. */
function expectZeroMeans(tensor: readonly Nested[]): void {
  const means = meansOf(tensor)
  expect(apart(means, Array(means.length).fill(0), () => 1e-15)).toEqual([])
}

/** The running statistics after these batches in training, the first of them on a fresh layer. */
function learned(batches: Iterable<Nested[]>): Running {
  let running: object = { convention: 'cs231n' }
  for (const x of batches) running = postForward({ x, running, include: [] }).running as Running
  return running as Running
}

describe('BatchNormalization.ipynb prints what a right layer prints', () => {
  test('in cell 7, of the training-time forward pass', () => {
    const { x } = inputs.forward
    // Cell 7, "Before batch normalization": these digits vouch for the inputs.
    expectPrinted(meansOf(x), [-2.3814598, -13.18038246, 1.91780462])
    expectPrinted(stdsOf(x), [27.18502186, 34.21455511, 37.68611762])

    const { out } = postForward({ x, gamma: [1, 1, 1], beta: [0, 0, 0] })
    // Cell 7, "After batch normalization (gamma=1, beta=0)".
    expectZeroMeans(out)
    expectPrinted(stdsOf(out), [0.99999999, 1, 1])

    const scaled = postForward({ x, gamma: [1, 2, 3], beta: [11, 12, 13] })
    // Cell 7, "After batch normalization (gamma= [1. 2. 3.] , beta= [11. 12. 13.] )".
    expectPrinted(meansOf(scaled.out), [11, 12, 13])
    expectPrinted(stdsOf(scaled.out), [0.99999999, 1.99999999, 2.99999999])
  })

  test('in cell 8, of the test-time forward pass after fifty batches', () => {
    const batches = unpacked(testMode) as Nested[][]
    const running = learned(batches.slice(0, 50))
    expect(running.count).toBe(50)
    const { out } = postForward({ x: batches[50], mode: 'eval', running })
    // Cell 8, "After batch normalization (test-time)".
    expectPrinted(meansOf(out), [-0.03927354, -0.04349152, -0.10452688])
    expectPrinted(stdsOf(out), [1.01531428, 1.01238373, 0.97819988])
  })

  test('in cell 10, of the backward pass, from the cache of the forward pass and from x', () => {
    const { dout, ...layer } = inputs.backward
    const { cache } = postForward(layer)
    const { beta: _, ...source } = layer
    for (const { dx, dgamma, dbeta } of [
      postBackward({ dout, cache }),
      postBackward({ dout, ...source }),
    ]) {
      // Cell 10, the first row of dx and all of dgamma and dbeta.
      expectPrinted(
        flat(dx[0] as Nested),
        [-0.00310319, 0.00305468, -0.00156246, 0.17251307, 0.01388029],
      )
      expectPrinted(dgamma, [2.29048278, 1.39248907, 2.93350569, 0.98234546, 2.08326113])
      expectPrinted(dbeta, [0.08461601, 0.59073617, 1.2668311, -1.75428014, -0.80317214])
    }
  })

  test('in cell 10, of the numerical check: relative errors between 1e-13 and 1e-8', () => {
    for (const error of checkedByHand(inputs.backward)) expect(error).toBeLessThan(1e-8)
  })
})

describe('ConvolutionalNetworks.ipynb prints what a right layer prints', () => {
  test('in cell 42, of the training-time forward pass', () => {
    const { x } = inputs.spatialForward
    // Cell 42, "Before spatial batch normalization": these digits vouch for the inputs.
    expectPrinted(meansOf(x), [9.33463814, 8.90909116, 9.11056338])
    expectPrinted(stdsOf(x), [3.61447857, 3.19347686, 3.5168142])

    const { out } = postForward({ x, gamma: [1, 1, 1], beta: [0, 0, 0] })
    // Cell 42, "After spatial batch normalization".
    expect(shapeOf(out)).toEqual([2, 3, 4, 5])
    expectZeroMeans(out)
    expectPrinted(stdsOf(out), [0.99999962, 0.99999951, 0.9999996])

    const scaled = postForward({ x, gamma: [3, 4, 5], beta: [6, 7, 8] })
    // Cell 42, "After spatial batch normalization (nontrivial gamma, beta)".
    expect(shapeOf(scaled.out)).toEqual([2, 3, 4, 5])
    expectPrinted(meansOf(scaled.out), [6, 7, 8])
    expectPrinted(stdsOf(scaled.out), [2.99999885, 3.99999804, 4.99999798])
  })

  test('in cell 43, of the test-time forward pass after fifty batches', () => {
    const shape = [10, 4, 11, 12]
    const normal = standardNormal(231)
    const draw = () =>
      shaped(
        Array.from({ length: 5280 }, () => 2.3 * normal() + 13),
        shape,
      )
    const running = learned(Array.from({ length: 50 }, draw))
    expect(running.count).toBe(50)
    const x = draw()
    expect(apart(flat(x).slice(-10), inputs.spatialTestMode.end, () => 1e-14)).toEqual([])
    const { out } = postForward({ x, mode: 'eval', running })
    // Cell 43, "After spatial batch normalization (test-time)".
    expectPrinted(meansOf(out), [-0.08034406, 0.07562881, 0.05716371, 0.04378383])
    expectPrinted(stdsOf(out), [0.96718744, 1.0299714, 1.02887624, 1.00585577])
  })

  test('in cell 45, of the numerical check: relative errors between 1e-12 and 1e-6', () => {
    for (const error of checkedByHand(inputs.spatialBackward)) expect(error).toBeLessThan(1e-6)
  })
})

interface GradientCell {
  readonly x: Nested[]
  readonly gamma: number[]
  readonly beta: number[]
  readonly dout: Nested[]
}

/** The notebooks' gradient cell with the service in place of layers.py: rel_error of dx, dgamma and dbeta. */
function checkedByHand({ x, gamma, beta, dout }: GradientCell): number[] {
  const shape = shapeOf(x)
  const loss = (layer: object) => {
    const { out } = postForward({ x, gamma, beta, ...layer, include: [] })
    return flat(out)
  }
  const upstream = flat(dout)
  const numeric = {
    dx: numericGradient((moved) => loss({ x: shaped(moved, shape) }), flat(x), upstream),
    dgamma: numericGradient((moved) => loss({ gamma: moved }), gamma, upstream),
    dbeta: numericGradient((moved) => loss({ beta: moved }), beta, upstream),
  }
  const { dx, dgamma, dbeta } = postBackward({
    dout,
    cache: postForward({ x, gamma, beta }).cache,
  })
  return [
    relError(numeric.dx, flat(dx)),
    relError(numeric.dgamma, dgamma),
    relError(numeric.dbeta, dbeta),
  ]
}

/** eval_numerical_gradient_array: central differences of every element, with a step of 1e-5. */
function numericGradient(
  f: (moved: number[]) => number[],
  at: readonly number[],
  dout: readonly number[],
): number[] {
  const h = 1e-5
  return at.map((value, k) => {
    const up = f(at.with(k, value + h))
    const down = f(at.with(k, value - h))
    const slopes = dout.map((d, i) => ((up[i] as number) - (down[i] as number)) * d)
    return slopes.reduce((sum, slope) => sum + slope, 0) / (2 * h)
  })
}

/** The notebooks' rel_error. */
function relError(x: readonly number[], y: readonly number[]): number {
  const errors = x.map((a, k) => {
    const b = y[k] as number
    return Math.abs(a - b) / Math.max(1e-8, Math.abs(a) + Math.abs(b))
  })
  return Math.max(...errors)
}
