import type { Mistake } from '../mistake.ts'

/** Mistakes of the running statistics, and of the pass that uses them. */
export const RUNNING_MISTAKES: readonly Mistake[] = [
  {
    id: 'momentum-swapped',
    at: 'next_mean',
    title: "momentum multiplies the other term: the convention is another framework's",
    nudge: 'Is momentum the part that is kept, or the part that is new?',
    mode: 'train',
    needs: 'running',
    changes: [
      {
        next_mean: '(1 - keep) * running_mean + keep * mu',
        next_var: '(1 - keep) * running_var + keep * bessel * var',
      },
    ],
  },
  {
    id: 'momentum-of-its-own',
    at: 'next_mean',
    title: 'Another momentum is used than the one that was given',
    nudge: 'Does the result change when another momentum is passed?',
    mode: 'train',
    needs: 'running',
    tries: [0.99, 0.9, 0.95, 0.999],
    fits: {
      next_mean: '(next_mean - mu) / (running_mean - mu)',
      next_var: '(next_var - bessel * var) / (running_var - bessel * var)',
    },
    changes: [
      {
        next_mean: 'k * running_mean + (1 - k) * mu',
        next_var: 'k * running_var + (1 - k) * bessel * var',
      },
      { next_mean: 'k * running_mean + (1 - k) * mu' },
      { next_var: 'k * running_var + (1 - k) * bessel * var' },
    ],
  },
  {
    id: 'other-estimator-stored',
    at: 'next_var',
    title: 'The variance that is stored is divided by the other of N and N - 1',
    nudge:
      'Which variance does this framework store: the one it normalises with, or the unbiased one?',
    mode: 'train',
    needs: 'running',
    changes: [
      { next_var: 'keep * running_var + (1 - keep) * var' },
      { next_var: 'keep * running_var + (1 - keep) * var * N / (N - 1)' },
    ],
  },
  {
    id: 'deviation-stored',
    at: 'next_var',
    title: 'The standard deviation is accumulated where the variance should be',
    nudge: 'If x is a length, what is the unit of the running variance?',
    mode: 'train',
    needs: 'running',
    changes: [
      { next_var: 'keep * running_var + (1 - keep) * sqrt(var)' },
      { next_var: 'keep * running_var + (1 - keep) * sqrtvar' },
    ],
  },
  {
    id: 'never-stored',
    at: 'next_mean',
    title: 'The running statistics are computed but never stored back',
    nudge: 'After a batch: has the dictionary changed?',
    mode: 'train',
    needs: 'running',
    changes: [{ next_mean: 'running_mean', next_var: 'running_var' }],
  },
  {
    id: 'start-ignored',
    at: 'next_mean',
    title: 'The statistics start from something else than what was given',
    nudge: 'What do the running statistics hold before the first batch?',
    mode: 'train',
    needs: 'running',
    tries: [0, 1],
    changes: [
      { next_mean: 'keep * k + (1 - keep) * mu', next_var: 'keep * k + (1 - keep) * bessel * var' },
      { next_mean: 'keep * k + (1 - keep) * mu' },
      { next_var: 'keep * k + (1 - keep) * bessel * var' },
    ],
  },
  {
    id: 'last-batch-only',
    at: 'next_mean',
    title: 'The last batch replaces the running statistics instead of being averaged in',
    nudge: 'What is left of the batches before the last one?',
    mode: 'train',
    needs: 'running',
    changes: [
      { next_mean: 'mu', next_var: 'bessel * var' },
      { next_mean: 'mu', next_var: 'var' },
    ],
  },
  {
    id: 'eps-accumulated',
    at: 'next_var',
    title: 'var + eps is accumulated instead of var',
    nudge: 'Where does eps belong: to the statistic, or to the division?',
    mode: 'train',
    needs: 'running',
    changes: [
      { next_var: 'keep * running_var + (1 - keep) * (bessel * var + eps)' },
      { next_var: 'keep * running_var + (1 - keep) * bessel * (var + eps)' },
    ],
  },
  {
    id: 'one-running-mean',
    at: 'next_mean',
    title: 'The mean of the whole matrix goes into the running mean of every channel',
    nudge: 'How many running means are there?',
    mode: 'train',
    needs: 'running',
    changes: [{ next_mean: 'keep * running_mean + (1 - keep) * across(sum(x)) / (N * D)' }],
  },
  {
    id: 'new-part-not-weighted',
    at: 'next_mean',
    title: 'The new statistic is added whole, without the factor that should go with it',
    nudge: 'Do the two factors of the average add up to 1?',
    mode: 'train',
    needs: 'running',
    changes: [
      { next_mean: 'keep * running_mean + mu', next_var: 'keep * running_var + bessel * var' },
    ],
  },
  {
    id: 'updated-in-evaluation',
    at: 'next_mean',
    title: 'The running statistics are updated in evaluation too',
    nudge: 'May a test example change the model?',
    mode: 'eval',
    needs: 'running',
    changes: [
      {
        next_mean: 'keep * running_mean + (1 - keep) * sum(x) / N',
        next_var: 'keep * running_var + (1 - keep) * bessel * (sum((x - sum(x) / N) ** 2) / N)',
      },
    ],
  },
  {
    id: 'batch-statistics-in-evaluation',
    at: 'mu',
    title: 'In evaluation the batch is normalised with its own mean and variance',
    nudge: 'May the result for one test example depend on the others beside it?',
    mode: 'eval',
    changes: [{ mu: 'sum(x) / N', var: 'sum(sq) / N' }],
  },
  {
    id: 'batch-mean-in-evaluation',
    at: 'mu',
    title: 'In evaluation the mean is that of the batch, the variance the running one',
    nudge: 'Where does each of the two statistics come from?',
    mode: 'eval',
    changes: [{ mu: 'sum(x) / N' }],
  },
  {
    id: 'training-backward-in-evaluation',
    at: 'dsq',
    title: 'The backward pass is that of training, where the statistics depend on x',
    nudge: 'In evaluation, do mean and variance change when x does?',
    mode: 'eval',
    changes: [
      { dsq: 'dvar / N', dx2: 'dmu / N' },
      { dx: 'ivar * (dxhat - sum(dxhat) / N - xhat * sum(dxhat * xhat) / N)' },
    ],
  },
]
