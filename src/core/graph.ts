/**
 * The circuit of the post "Understanding the backward pass through the Batch Normalization layer" as one table: what
 * each numbered step makes on the way forward, and what it hands back on the way backward. Everything else follows
 * from it: both passes, the cache, the OpenAPI descriptions, the figure, GET /v1/graph, the page of the steps.
 *
 * Shapes: N counts the values of a channel, D the channels. Units: `x` is the unit of the input, `y` that of the
 * output, `L` that of the loss; they say how a value changes when its inputs are measured on another scale.
 *
 * Sources: Ioffe and Szegedy 2015, arXiv:1502.03167; the post, steps 1 to 9 and back.
 */

export type ShapeName = '(N,D)' | '(D)' | '()'
export type Mode = 'train' | 'eval'

export interface Value<Name extends string = string> {
  readonly name: Name
  readonly shape: ShapeName
  readonly unit: string
  /** In training, and in evaluation unless `evalFormula` says otherwise. A (D) result fills the N rows of an (N,D) value. */
  readonly formula: string
  /** In evaluation the running statistics take the place of the batch's, and no gradient passes through them. */
  readonly evalFormula?: string
}

/** A value of the forward pass. */
export interface Gate<Name extends string = string> extends Value<Name> {
  /**
   * The local gradients: the derivative of the value with respect to each input that a gradient goes back to, in the
   * order in which they do. Element by element; between (N,D) and (D), that of one example.
   */
  readonly local: Readonly<Record<string, string>>
}

export interface Step {
  /** The post's number; 0 is the arrival at the input. */
  readonly step: number
  readonly title: string
  readonly about: string
  readonly forward: readonly Gate[]
  readonly backward: readonly Value[]
}

function value<const Name extends string>(
  name: Name,
  shape: ShapeName,
  unit: string,
  formula: string,
  evalFormula?: string,
): Value<Name> {
  return evalFormula === undefined
    ? { name, shape, unit, formula }
    : { name, shape, unit, formula, evalFormula }
}

function gate<const Name extends string>(
  name: Name,
  shape: ShapeName,
  unit: string,
  formula: string,
  local: Readonly<Record<string, string>>,
  evalFormula?: string,
): Gate<Name> {
  return { ...value(name, shape, unit, formula, evalFormula), local }
}

/** What goes into the circuit; running_mean and running_var only in evaluation. */
export const INPUTS = [
  { name: 'x', shape: '(N,D)', unit: 'x', about: 'the batch: N examples of D channels' },
  { name: 'gamma', shape: '(D)', unit: 'y', about: 'the learned scale of each channel' },
  { name: 'beta', shape: '(D)', unit: 'y', about: 'the learned shift of each channel' },
  { name: 'eps', shape: '()', unit: 'x^2', about: 'keeps the denominator away from 0' },
  {
    name: 'dout',
    shape: '(N,D)',
    unit: 'L / y',
    about: 'the gradient of the loss with respect to out',
  },
  { name: 'running_mean', shape: '(D)', unit: 'x', about: 'the mean to use in evaluation' },
  { name: 'running_var', shape: '(D)', unit: 'x^2', about: 'the variance to use in evaluation' },
] as const satisfies readonly { name: string; shape: ShapeName; unit: string; about: string }[]

// biome-ignore format: a table is read in columns
export const CIRCUIT = [
  {
    step: 1, title: 'mean',
    about: 'The mean of each channel over the N examples.',
    forward:  [gate('mu',        '(D)',   'x',       'sum(x) / N',       { x: '1 / N' }, 'running_mean')],
    backward: [value('dx2',      '(N,D)', 'L / x',   'dmu / N',                          '0')],
  },
  {
    step: 2, title: 'centre',
    about: 'The mean is taken off every example. What is left goes two ways: into xhat as it is, and squared into the variance.',
    forward:  [gate('xmu',       '(N,D)', 'x',       'x - mu',           { x: '1', mu: '-1' })],
    backward: [value('dx1',      '(N,D)', 'L / x',   'dxmu1 + dxmu2'),
               value('dmu',      '(D)',   'L / x',   '-sum(dx1)')],
  },
  {
    step: 3, title: 'square',
    about: 'Each deviation is squared: the entrance of the lower branch.',
    forward:  [gate('sq',        '(N,D)', 'x^2',     'xmu ** 2',         { xmu: '2 * xmu' })],
    backward: [value('dxmu2',    '(N,D)', 'L / x',   '2 * xmu * dsq')],
  },
  {
    step: 4, title: 'variance',
    about: 'The mean of the squares over the N examples (divided by N, not N - 1).',
    forward:  [gate('var',       '(D)',   'x^2',     'sum(sq) / N',      { sq: '1 / N' }, 'running_var')],
    backward: [value('dsq',      '(N,D)', 'L / x^2', 'dvar / N',                          '0')],
  },
  {
    step: 5, title: 'square root',
    about: 'eps is added inside the root, which keeps the root away from 0. It is a constant and gets no gradient.',
    forward:  [gate('sqrtvar',   '(D)',   'x',       'sqrt(var + eps)',  { var: '0.5 / sqrt(var + eps)' })],
    backward: [value('dvar',     '(D)',   'L / x^2', '0.5 / sqrt(var + eps) * dsqrtvar')],
  },
  {
    step: 6, title: 'invert',
    about: 'The root becomes a factor.',
    forward:  [gate('ivar',      '(D)',   '1 / x',   '1 / sqrtvar',      { sqrtvar: '-1 / sqrtvar ** 2' })],
    backward: [value('dsqrtvar', '(D)',   'L / x',   '-1 / sqrtvar ** 2 * divar')],
  },
  {
    step: 7, title: 'normalise',
    about: 'The two branches meet: each deviation is measured by the root of its channel.',
    forward:  [gate('xhat',      '(N,D)', '1',       'xmu * ivar',       { ivar: 'xmu', xmu: 'ivar' })],
    backward: [value('divar',    '(D)',   'L x',     'sum(dxhat * xmu)'),
               value('dxmu1',    '(N,D)', 'L / x',   'dxhat * ivar')],
  },
  {
    step: 8, title: 'scale',
    about: 'Each channel is scaled by its gamma, which the layer learns.',
    forward:  [gate('gammax',    '(N,D)', 'y',       'gamma * xhat',     { gamma: 'xhat', xhat: 'gamma' })],
    backward: [value('dgamma',   '(D)',   'L / y',   'sum(dgammax * xhat)'),
               value('dxhat',    '(N,D)', 'L',       'dgammax * gamma')],
  },
  {
    step: 9, title: 'shift',
    about: 'Each channel is shifted by its beta, which the layer learns.',
    forward:  [gate('out',       '(N,D)', 'y',       'gammax + beta',    { beta: '1', gammax: '1' })],
    backward: [value('dbeta',    '(D)',   'L / y',   'sum(dout)'),
               value('dgammax',  '(N,D)', 'L / y',   'dout')],
  },
] as const satisfies readonly Step[]

/** The post's step 0: both paths have arrived at the input, and their gradients add up. */
export const ARRIVAL = {
  step: 0,
  title: 'the input',
  about:
    'The gradient of the loss with respect to x is found; the layer below takes it for its dout.',
  forward: [],
  backward: [value('dx', '(N,D)', 'L / x', 'dx1 + dx2')],
} as const satisfies Step

export type ForwardName = (typeof CIRCUIT)[number]['forward'][number]['name']
export type BackwardName =
  | (typeof CIRCUIT)[number]['backward'][number]['name']
  | (typeof ARRIVAL)['backward'][number]['name']
export type ValueName = ForwardName | BackwardName

/** The nine values forward, in the order they are made: mu first, out last. */
export const FORWARD: readonly Gate<ForwardName>[] = CIRCUIT.flatMap((step) => [...step.forward])

/** The fourteen values backward, in the order they are made: dbeta first, dx last. */
export const BACKWARD: readonly Value<BackwardName>[] = [...CIRCUIT.toReversed(), ARRIVAL].flatMap(
  (step): Value<BackwardName>[] => [...step.backward],
)

/** Every step in the order of the backward pass: 9 first, 0 last. */
export const STEPS: readonly Step[] = [...CIRCUIT.toReversed(), ARRIVAL]
