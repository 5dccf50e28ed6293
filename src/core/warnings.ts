/**
 * What the service says beside a right answer: each code with the sentence that explains it. A warning never changes
 * a number.
 */
export const WARNINGS = {
  'single-value':
    'N is 1: every channel holds one value, so var and xhat are 0, out is beta and dx is 0 whatever x is.',
  'constant-channel': 'All values of the channel are equal: var and xhat are exactly 0.',
  'dout-zero': 'dout is 0 everywhere: every gradient is 0, and so is that of almost any mistake.',
  'dout-in-span':
    'In some channel gamma * dout is a combination of 1 and xhat, which batch normalization maps to (nearly) 0: dx is 0 there, right or wrong, up to a trace of eps.',
  'two-values':
    'N is 2: xhat is nearly +1 and -1 whatever x is, so dx is 0 but for a trace of eps, and proves little.',
  'gamma-ones': 'gamma is 1 everywhere: a gamma forgotten, or used twice, goes unseen.',
  'beta-zeros': 'beta is 0 everywhere: a beta forgotten, or scaled by gamma, goes unseen.',
  'means-zero': 'Every channel of x has mean 0: what takes x where it should take xmu goes unseen.',
  'deviations-one':
    'sqrtvar is 1 in every channel: multiplying by it, dividing by it and leaving it out are all the same.',
  'eps-too-small':
    'eps is so small beside var that leaving it out, or putting it elsewhere, changes nothing that can be told from rounding.',
  'square-batch': 'N equals D: a sum over the wrong axis has the right shape.',
  'unsigned-probes':
    'The probes have no negative entries: they nearly lie in the span of 1 and xhat, where batch normalization hides most mistakes in dx.',
  'tolerance-too-wide':
    'The tolerance is as wide as a gradient is large: any gradient of this size would have passed.',
  'noisy-method':
    'The noise of this method, with this step on these inputs, is larger than the tolerance: a right gradient may look wrong.',
  'single-example': 'N is 1: a sum over the examples, a mean of them and neither are the same.',
  'single-channel': 'D is 1: what is one number for all channels is right for the only one.',
  'single-image':
    'There is one image: what is divided by the number of images is not divided at all.',
  'usual-eps':
    'eps is 0, or one that people write by hand: one that is left out, or not the one that was given, goes unseen.',
  'no-match':
    'No rule that is known comes to these statistics: the nearest ones are listed. Was a batch left out, or one layer used twice?',
  'plain-average':
    'One of the two keeps a plain average and the other a momentum: what has been averaged is the same, but the batches to come will weigh otherwise.',
  'initial-unknown':
    'How much of the first variance is left is not known: all of the variance was taken for that of batches. Send the count, where the convention has a start of its own.',
  'eps-differs':
    'The two frameworks add another eps when they are told nothing: set the one that is returned, or evaluation will differ.',
} as const

export type WarningCode = keyof typeof WARNINGS

export interface Warning {
  readonly code: WarningCode
  readonly detail: string
}

/** A warning in its own words, with the channels it is about. */
export function warning(code: WarningCode, where?: string): Warning {
  return { code, detail: where === undefined ? WARNINGS[code] : `${WARNINGS[code]} (${where})` }
}
