import type { Mistake } from '../mistake.ts'

/** Mistakes in normalising, scaling and shifting, steps 5 to 9 of the forward pass. */
export const NORMALISATION_MISTAKES: readonly Mistake[] = [
  {
    id: 'eps-left-out',
    at: 'sqrtvar',
    title: 'eps is not added to the variance',
    nudge: 'What happens to a channel whose values are all equal?',
    changes: [
      { sqrtvar: 'sqrt(var)' },
      { sqrtvar: 'sqrt(var)', dvar: '0.5 / sqrt(var) * dsqrtvar' },
    ],
  },
  {
    id: 'eps-outside-the-root',
    at: 'sqrtvar',
    title: 'eps is added to the root instead of to the variance',
    nudge: 'What comes first: the root, or eps?',
    changes: [
      { sqrtvar: 'sqrt(var) + eps' },
      { sqrtvar: 'sqrt(var) + eps', dvar: '0.5 / sqrt(var) * dsqrtvar' },
    ],
  },
  {
    id: 'eps-twice',
    at: 'sqrtvar',
    title: 'eps is added both under the root and to the root',
    nudge: 'How often is eps added before the division?',
    changes: [{ sqrtvar: 'sqrt(var + eps) + eps' }, { ivar: '1 / (sqrtvar + eps)' }],
  },
  {
    id: 'no-root',
    at: 'sqrtvar',
    title: 'The deviations are divided by the variance instead of by its root',
    nudge: 'If x is a length, what is the unit of what it is divided by?',
    changes: [
      { sqrtvar: 'var + eps' },
      { sqrtvar: 'var + eps', dvar: 'dsqrtvar' },
      { ivar: '1 / (var + eps)' },
      { ivar: '1 / var' },
    ],
  },
  {
    id: 'eps-of-its-own',
    at: 'sqrtvar',
    title: 'An eps of its own is used instead of the one that was given',
    nudge: 'Does the result change when another eps is passed?',
    tries: [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12, 1e-2, 0.1, 1],
    instead: 'eps',
    fits: {
      sqrtvar: 'sqrtvar ** 2 - var',
      ivar: '1 / ivar ** 2 - var',
      xhat: '(xmu / xhat) ** 2 - var',
      gammax: '(gamma * xmu / gammax) ** 2 - var',
      out: '(gamma * xmu / (out - beta)) ** 2 - var',
    },
    changes: [
      { sqrtvar: 'sqrt(var + k)' },
      { sqrtvar: 'sqrt(var + k)', dvar: '0.5 / sqrt(var + k) * dsqrtvar' },
    ],
  },
  {
    id: 'root-of-the-root',
    at: 'sqrtvar',
    title: 'The root is taken twice: of the standard deviation instead of the variance',
    nudge: 'Is what goes into the root a variance, or has its root been taken before?',
    changes: [{ sqrtvar: 'sqrt(sqrt(var) + eps)' }, { var: 'sqrt(sum(sq) / N)' }],
  },
  {
    id: 'x-not-centred',
    at: 'xhat',
    title: 'x is scaled by ivar before the mean was taken off',
    nudge: 'What is the mean of xhat, in each channel?',
    changes: [{ xhat: 'x * ivar' }],
  },
  {
    id: 'root-multiplied-forward',
    at: 'xhat',
    title: 'The deviations are multiplied by the root instead of divided by it',
    nudge: 'What is the standard deviation of xhat, in each channel?',
    changes: [{ xhat: 'xmu * sqrtvar' }],
  },
  {
    id: 'gamma-forgotten',
    at: 'gammax',
    title: 'gamma does not multiply',
    nudge: 'What is the standard deviation of out, in each channel?',
    changes: [{ gammax: 'xhat' }],
  },
  {
    id: 'gamma-and-beta-swapped',
    at: 'gammax',
    title: 'gamma and beta have changed places',
    nudge: 'Which of the two scales, and which of them shifts?',
    changes: [
      { gammax: 'beta * xhat', out: 'gammax + gamma' },
      {
        ...{ gammax: 'beta * xhat', out: 'gammax + gamma', dxhat: 'dgammax * beta' },
        ...{ dgamma: 'sum(dout)', dbeta: 'sum(dout * xhat)' },
      },
    ],
  },
  {
    id: 'beta-inside-gamma',
    at: 'out',
    title: 'beta is added before gamma multiplies, so it is scaled as well',
    nudge: 'Which comes first, the scale or the shift?',
    changes: [
      { out: 'gamma * (xhat + beta)' },
      {
        out: 'gamma * (xhat + beta)',
        dbeta: 'sum(dout * gamma)',
        dgamma: 'sum(dout * (xhat + beta))',
      },
      { gammax: 'gamma * (xhat + beta)', out: 'gammax' },
    ],
  },
  {
    id: 'beta-forgotten',
    at: 'out',
    title: 'beta is not added',
    nudge: 'What is the mean of out, in each channel?',
    changes: [{ out: 'gammax' }],
  },
  {
    id: 'beta-subtracted',
    at: 'out',
    title: 'beta is subtracted instead of added',
    nudge: 'What sign has the mean of out, in each channel?',
    changes: [{ out: 'gammax - beta' }],
  },
  {
    id: 'gamma-and-beta-forgotten',
    at: 'out',
    title: 'Neither gamma nor beta is applied',
    nudge: 'Which of the inputs did the last two steps use?',
    changes: [{ out: 'xhat' }, { gammax: 'xhat', out: 'gammax' }],
  },
  {
    id: 'cut-to-whole-numbers',
    at: 'out',
    title: 'The result was put into an array of whole numbers, which cut off its fractions',
    nudge: 'What is the dtype of the array that the result is written to?',
    changes: [{ out: 'trunc(gammax + beta)' }],
  },
  {
    id: 'out-left-at-zero',
    at: 'out',
    title: 'out was never filled in',
    nudge: 'Where is out assigned?',
    changes: [{ out: '0 * gammax' }],
  },
]
