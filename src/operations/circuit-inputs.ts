import type { z } from 'zod'
import type { circuitInputs } from '../../schemas/circuit.ts'
import { Refusal } from '../core/errors.ts'
import { filled, type Matrix } from '../core/matrix.ts'
import type { ForwardInputs } from '../core/passes.ts'
import { CONVENTIONS } from '../core/running.ts'
import { type Layout, layoutOf, toMatrix } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'

type Requested = {
  [Name in keyof typeof circuitInputs]?: z.output<(typeof circuitInputs)[Name]> | undefined
} & { x: Tensor }

/** What the core reads, out of a request, with the defaults filled in; and how x lies in its matrix. */
export interface CircuitInputs extends ForwardInputs {
  readonly layout: Layout
}

/**
 * @throws Refusal `shape` when a vector has not D entries; in mode "eval" `missing` without statistics, `invalid` for a
 *   negative variance
 */
export function readInputs(request: Requested): CircuitInputs {
  const { x, gamma, beta, running, mode = 'train', channelAxis = 1 } = request
  const layout = layoutOf(x.shape, channelAxis)
  demandLength(gamma, layout, ['gamma'])
  demandLength(beta, layout, ['beta'])
  demandLength(running?.mean, layout, ['running', 'mean'])
  demandLength(running?.var, layout, ['running', 'var'])
  return {
    layout,
    x: toMatrix(x, layout),
    gamma: gamma ?? filled(layout.d, 1),
    beta: beta ?? filled(layout.d, 0),
    eps: request.eps ?? CONVENTIONS[running?.convention ?? 'torch'].eps,
    mode,
    statistics: mode === 'eval' ? statistics(running) : undefined,
  }
}

function statistics(running: Requested['running']) {
  const missing = (['mean', 'var'] as const).filter((name) => !running?.[name])
  if (running?.mean && running.var) {
    demandVariances(running.var)
    return { mean: running.mean, var: running.var }
  }
  throw new Refusal(
    'missing',
    'mode "eval" normalises with running statistics, and they were not sent',
    missing.map((name) => ({ detail: 'needed in mode "eval"', path: ['running', name] })),
  )
}

function demandVariances({ data }: Matrix): void {
  const at = data.findIndex((variance) => variance < 0)
  if (at < 0) return
  throw new Refusal('invalid', 'running.var has a negative entry', [
    { detail: 'is negative', path: ['running', 'var', at] },
  ])
}

/** @throws Refusal `shape` when a vector is there and has not D entries */
export function demandLength(vector: Matrix | undefined, { d }: Layout, path: string[]): void {
  if (!vector || vector.d === d) return
  throw new Refusal(
    'shape',
    `${path.join('.')} is of length ${vector.d}, and the number of channels is ${d}`,
    [{ detail: `expected length ${d}, one number per channel; found ${vector.d}`, path }],
  )
}

/** @throws Refusal `shape` when a tensor is not of the given shape */
export function demandShape(tensor: Tensor, shape: readonly number[], path: string[]): void {
  if (tensor.shape.join() === shape.join()) return
  const [expected, found] = [shape, tensor.shape].map((sizes) => `(${sizes.join(', ')})`)
  throw new Refusal('shape', `${path.join('.')} has shape ${found}, expected ${expected}`, [
    { detail: `expected shape ${expected}; found ${found}`, path },
  ])
}
