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

export interface Step {
  /** The post's number; 0 is the arrival at the input. */
  readonly step: number
  readonly title: string
  readonly about: string
  readonly forward: readonly Value[]
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
    about: 'The mean of each channel over the N examples. Backward, its gradient is shared out evenly among them.',
    forward:  [value('mu',       '(D)',   'x',       'sum(x) / N',                      'running_mean')],
    backward: [value('dx2',      '(N,D)', 'L / x',   'dmu / N',                         '0')],
  },
  {
    step: 2, title: 'centre',
    about: 'The mean is taken off every example. Two gradients arrive at xmu, through xhat and through sq; they add up, and what goes on to mu is summed over the N examples.',
    forward:  [value('xmu',      '(N,D)', 'x',       'x - mu')],
    backward: [value('dx1',      '(N,D)', 'L / x',   'dxmu1 + dxmu2'),
               value('dmu',      '(D)',   'L / x',   '-sum(dx1)')],
  },
  {
    step: 3, title: 'square',
    about: 'Each deviation is squared: the entrance of the lower branch.',
    forward:  [value('sq',       '(N,D)', 'x^2',     'xmu ** 2')],
    backward: [value('dxmu2',    '(N,D)', 'L / x',   '2 * xmu * dsq')],
  },
  {
    step: 4, title: 'variance',
    about: 'The mean of the squares over the N examples (divided by N, not N - 1). Backward, its gradient is shared out evenly among them.',
    forward:  [value('var',      '(D)',   'x^2',     'sum(sq) / N',                     'running_var')],
    backward: [value('dsq',      '(N,D)', 'L / x^2', 'dvar / N',                        '0')],
  },
  {
    step: 5, title: 'square root',
    about: 'eps is added inside the root, which keeps the root away from 0.',
    forward:  [value('sqrtvar',  '(D)',   'x',       'sqrt(var + eps)')],
    backward: [value('dvar',     '(D)',   'L / x^2', '0.5 / sqrt(var + eps) * dsqrtvar')],
  },
  {
    step: 6, title: 'invert',
    about: 'The root becomes a factor.',
    forward:  [value('ivar',     '(D)',   '1 / x',   '1 / sqrtvar')],
    backward: [value('dsqrtvar', '(D)',   'L / x',   '-1 / sqrtvar ** 2 * divar')],
  },
  {
    step: 7, title: 'normalise',
    about: 'The two branches meet. ivar was used for all N examples, so its gradient is summed over them.',
    forward:  [value('xhat',     '(N,D)', '1',       'xmu * ivar')],
    backward: [value('divar',    '(D)',   'L x',     'sum(dxhat * xmu)'),
               value('dxmu1',    '(N,D)', 'L / x',   'dxhat * ivar')],
  },
  {
    step: 8, title: 'scale',
    about: 'Each channel is scaled by its gamma. gamma was used for all N examples, so its gradient is summed over them.',
    forward:  [value('gammax',   '(N,D)', 'y',       'gamma * xhat')],
    backward: [value('dgamma',   '(D)',   'L / y',   'sum(dgammax * xhat)'),
               value('dxhat',    '(N,D)', 'L',       'dgammax * gamma')],
  },
  {
    step: 9, title: 'shift',
    about: 'Each channel is shifted by its beta. beta was used for all N examples, so its gradient is summed over them.',
    forward:  [value('out',      '(N,D)', 'y',       'gammax + beta')],
    backward: [value('dbeta',    '(D)',   'L / y',   'sum(dout)'),
               value('dgammax',  '(N,D)', 'L / y',   'dout')],
  },
] as const satisfies readonly Step[]

/** The post's step 0: both paths have arrived at the input, and their gradients add up. */
export const ARRIVAL = {
  step: 0,
  title: 'the input',
  about: 'x was used twice, in step 1 and in step 2; the two gradients add up.',
  forward: [],
  backward: [value('dx', '(N,D)', 'L / x', 'dx1 + dx2')],
} as const satisfies Step

export type ForwardName = (typeof CIRCUIT)[number]['forward'][number]['name']
export type BackwardName =
  | (typeof CIRCUIT)[number]['backward'][number]['name']
  | (typeof ARRIVAL)['backward'][number]['name']
export type ValueName = ForwardName | BackwardName

/** The nine values forward, in the order they are made: mu first, out last. */
export const FORWARD: readonly Value<ForwardName>[] = CIRCUIT.flatMap((step) => [...step.forward])

/** The fourteen values backward, in the order they are made: dbeta first, dx last. */
export const BACKWARD: readonly Value<BackwardName>[] = [...CIRCUIT.toReversed(), ARRIVAL].flatMap(
  (step): Value<BackwardName>[] => [...step.backward],
)

/** Every step in the order of the backward pass: 9 first, 0 last. */
export const STEPS: readonly Step[] = [...CIRCUIT.toReversed(), ARRIVAL]
