/**
 * How a gradient can be found by looking at the forward pass alone, and the settings that other checkers come with.
 * Two tables; docs/gradient-check.md is printed from them.
 */

/** The digits that the forward pass is run with: about 32, or the 16 of plain float64 as NumPy has them. */
export type Precision = 'double-double' | 'float64'

/** How slopes follow from values of the forward pass. */
export type Scheme = 'central' | 'forward' | 'richardson' | 'complex-step'

export interface Method {
  readonly about: string
  readonly scheme: Scheme
  /** Every element of dx by itself, N moves of N * D numbers; or along random directions, a move for each. */
  readonly along: 'elements' | 'probes'
  /** What a number costs that is moved, about, where central costs 1; by probes with all that is done only once. */
  readonly cost: number
  /** The step in x as a multiple of the channel's sqrtvar: about where truncation and rounding are equal. */
  readonly step: Readonly<Record<Precision, number>>
}

// biome-ignore format: a table is read in columns
export const METHODS = {
  'central':      { scheme: 'central',      along: 'elements', cost: 1,  step: { 'double-double': 2 ** -34, float64: 2 ** -17 }, about: 'A step up and a step down; the error falls with h^2.' },
  'forward':      { scheme: 'forward',      along: 'elements', cost: 1,  step: { 'double-double': 2 ** -52, float64: 2 ** -26 }, about: 'A step up only; the error falls with h.' },
  'richardson':   { scheme: 'richardson',   along: 'elements', cost: 2,  step: { 'double-double': 2 ** -20, float64: 2 ** -10 }, about: 'Central differences with h and h/2, extrapolated; the error falls with h^4.' },
  'complex-step': { scheme: 'complex-step', along: 'elements', cost: 30, step: { 'double-double': 2 ** -80, float64: 2 ** -80 }, about: 'A step into the imaginary: no difference is taken, so nothing cancels.' },
  'projection':   { scheme: 'central',      along: 'probes',   cost: 4,  step: { 'double-double': 2 ** -34, float64: 2 ** -17 }, about: 'Central differences along random directions of both signs, one number per channel: the cheap one.' },
} as const satisfies Record<string, Method>

export type MethodName = keyof typeof METHODS
export const METHOD_NAMES = Object.keys(METHODS) as [MethodName, ...MethodName[]]

/** The methods that find every element of a gradient. */
export type ElementMethod = Exclude<MethodName, 'projection'>
export const ELEMENT_METHODS = METHOD_NAMES.filter(
  (name): name is ElementMethod => METHODS[name].along === 'elements',
) as [ElementMethod, ...ElementMethod[]]

/** The order in h of each scheme's truncation error. */
export const ORDER: Readonly<Record<Scheme, number>> = {
  central: 2,
  forward: 1,
  richardson: 4,
  'complex-step': 2,
}

/** What a relative tolerance is relative to: |n|, CS231n's max(1e-8, |c| + |n|), or max(1, |n|); n numeric, c claimed. */
export type Measure = 'numeric' | 'sum' | 'unit'

export interface Preset {
  readonly system: string
  readonly method: MethodName
  /** An absolute step, the same for every input. */
  readonly h: number
  readonly atol: number
  readonly rtol: number
  readonly measure: Measure
  /** All channels in one number per gradient. */
  readonly pooled?: true
  /** Probes (and a drawn dout) without negative entries, of length 1; atol grows with their sums. */
  readonly unsigned?: true
}

/** The checkers people know, with their own settings; all of them run in plain float64. */
// biome-ignore format: a table is read in columns
export const PRESETS = {
  'cs231n':     { system: 'CS231n, eval_numerical_gradient_array', method: 'central',    h: 1e-5,     atol: 0,    rtol: 1e-6, measure: 'sum' },
  'torch':      { system: 'PyTorch, gradcheck',                    method: 'central',    h: 1e-6,     atol: 1e-5, rtol: 1e-3, measure: 'numeric' },
  'torch-fast': { system: 'PyTorch, gradcheck(fast_mode=True)',    method: 'projection', h: 1e-6,     atol: 1e-5, rtol: 1e-3, measure: 'numeric', pooled: true, unsigned: true },
  'jax':        { system: 'JAX, check_vjp in float64',             method: 'projection', h: 1e-4,     atol: 1e-5, rtol: 1e-5, measure: 'numeric', pooled: true },
  'scipy':      { system: 'SciPy, check_grad',                     method: 'forward',    h: 2 ** -26, atol: 0,    rtol: 1e-6, measure: 'unit' },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof PRESETS
export const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]]

/** The gradients that are checked, and what each is the gradient of. */
export const GRADIENTS = { dx: 'x', dgamma: 'gamma', dbeta: 'beta' } as const
export type GradientName = keyof typeof GRADIENTS
export type InputName = (typeof GRADIENTS)[GradientName]
export const GRADIENT_NAMES = Object.keys(GRADIENTS) as [GradientName, ...GradientName[]]
