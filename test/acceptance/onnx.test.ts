import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { apart, flat, shaped, shapeOf } from '../support/arrays.ts'
import { postForward } from '../support/client.ts'

interface Tensor {
  readonly shape: number[]
  readonly data: number[]
}

interface Case {
  readonly name: string
  readonly node: {
    readonly attributes: {
      readonly epsilon?: number
      readonly momentum?: number
      readonly training_mode?: number
    }
  }
  /** X, and in the node tests also scale, B, input_mean and input_var: in this order. */
  readonly inputs: Tensor[]
  readonly outputs: Tensor[]
  /** scale, B, input_mean and input_var, where the model holds them itself. */
  readonly initializers: Tensor[]
}

const FOLDER = new URL('../fixtures/onnx/', import.meta.url)
const CASES: Case[] = readdirSync(FOLDER)
  .filter((file) => file.startsWith('test_'))
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')))

/** The expected numbers are float32: relative 6e-8 for their last place, times what their own arithmetic lost. */
const allowed = (expected: number) => 1e-6 + 1e-5 * Math.abs(expected)

/** An attribute of type FLOAT is a float32, and so is its default: not 0.9 but the float32 nearest to it. */
const attribute = (value: number | undefined, initial: number) => value ?? Math.fround(initial)

function requestOf({ node: { attributes }, inputs, initializers }: Case) {
  const [x, scale, bias, mean, variance] = [...inputs, ...initializers] as [
    ...[Tensor, Tensor, Tensor, Tensor, Tensor],
  ]
  return {
    x: shaped(x.data, x.shape),
    gamma: scale.data,
    beta: bias.data,
    eps: attribute(attributes.epsilon, 1e-5),
    mode: attributes.training_mode ? 'train' : 'eval',
    running: {
      convention: 'onnx',
      mean: mean.data,
      var: variance.data,
      momentum: attribute(attributes.momentum, 0.9),
    },
    include: [],
  }
}

describe("BatchNormalization answers as the ONNX project's backend tests expect", () => {
  test('in all nine of its cases, two of them in training mode', () => {
    const modes = CASES.map((each) => requestOf(each).mode)
    expect(modes.filter((mode) => mode === 'eval')).toHaveLength(7)
    expect(modes.filter((mode) => mode === 'train')).toHaveLength(2)
  })

  for (const each of CASES) {
    test(`in ${each.name}`, () => {
      const { out, running } = postForward(requestOf(each))
      const [y, mean, variance] = each.outputs as [Tensor, Tensor?, Tensor?]
      expect(shapeOf(out)).toEqual(y.shape)
      expect(apart(flat(out), y.data, allowed)).toEqual([])
      expect(apart(running?.mean ?? [], mean?.data ?? [], allowed)).toEqual([])
      expect(apart(running?.var ?? [], variance?.data ?? [], allowed)).toEqual([])
    })
  }
})
