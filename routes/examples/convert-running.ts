import type { Example } from '../../src/operations/operation.ts'

/** One example per question: whose running statistics these are, and what they are elsewhere. */
export const convertRunningExamples: [Example, ...Example[]] = [
  {
    name: 'identify',
    summary: 'Whose rules: the batch of the first example, and what PyTorch holds after it',
    request: {
      running: { mean: [0.4, 0.5], var: [1.8, 1.8] },
      batches: [
        [
          [1, 8],
          [4, 2],
          [7, 5],
        ],
      ],
    },
    reply: {
      candidates: [
        {
          keeps: 0.9,
          estimator: 'unbiased',
          initial: { mean: 0, var: 1 },
          agrees: 'float64',
          conventions: [
            { convention: 'torch', momentum: 0.1, usual: true },
            { convention: 'cudnn', momentum: 0.1, usual: false },
            { convention: 'tf-fused', momentum: 0.1, usual: false },
          ],
          maxAbsError: 2.220446049250313e-16,
          maxRelError: 2.7755575615628914e-16,
        },
        {
          keeps: 0.8971,
          estimator: 'biased',
          initial: { mean: 0, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'keras', momentum: 0.8971, usual: false },
            { convention: 'flax', momentum: 0.8971, usual: false },
            { convention: 'onnx', momentum: 0.8971, usual: false },
            { convention: 'mxnet', momentum: 0.8971, usual: false },
          ],
          maxAbsError: 0.2855000000000001,
          maxRelError: 0.15861111111111115,
        },
        {
          keeps: 0.9,
          estimator: 'biased',
          initial: { mean: 0, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'onnx', momentum: 0.9, usual: true },
            { convention: 'mxnet', momentum: 0.9, usual: true },
            { convention: 'keras', momentum: 0.9, usual: false },
            { convention: 'flax', momentum: 0.9, usual: false },
          ],
          maxAbsError: 0.30000000000000004,
          maxRelError: 0.16666666666666669,
        },
        {
          keeps: 0.8859,
          estimator: 'unbiased',
          initial: { mean: 0, var: 0 },
          agrees: 'none',
          conventions: [
            { convention: 'cudnn', momentum: 0.1141, usual: false },
            { convention: 'tf-fused', momentum: 0.1141, usual: false },
          ],
          maxAbsError: 0.7731000000000001,
          maxRelError: 0.42950000000000005,
        },
      ],
      open: [],
      warnings: [],
    },
  },
  {
    name: 'convert',
    summary: 'The same statistics for Keras',
    request: {
      running: { convention: 'torch', mean: [0.4, 0.5], var: [1.8, 1.8], count: 1 },
      to: 'keras',
      n: 3,
    },
    reply: {
      running: { convention: 'keras', mean: [0.4, 0.5], var: [1.5, 1.5], momentum: 0.9, count: 1 },
      eps: 0.00001,
      warnings: [
        {
          code: 'eps-differs',
          detail:
            'The two frameworks add another eps when they are told nothing: set the one that is returned, or evaluation will differ.',
        },
      ],
    },
  },
  {
    name: 'statistics',
    summary: 'From the means and variances of two batches: the momentum of another framework',
    request: {
      running: { mean: [3.06], var: [5.04] },
      statistics: { mean: [[4], [3]], var: [[6], [5]], n: [3, 4] },
    },
    reply: {
      candidates: [
        {
          keeps: 0.1,
          estimator: 'biased',
          initial: { mean: 0, var: 0 },
          agrees: 'float64',
          conventions: [
            { convention: 'onnx', momentum: 0.1, usual: false },
            { convention: 'cs231n', momentum: 0.1, usual: false },
          ],
          maxAbsError: 0,
          maxRelError: 0,
        },
        {
          keeps: 0.1488,
          estimator: 'biased',
          initial: { mean: 0, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'keras', momentum: 0.1488, usual: false },
            { convention: 'flax', momentum: 0.1488, usual: false },
            { convention: 'onnx', momentum: 0.1488, usual: false },
            { convention: 'mxnet', momentum: 0.1488, usual: false },
          ],
          maxAbsError: 0.0019071999999997757,
          maxRelError: 0.0003784126984126539,
        },
        {
          keeps: 0.0782,
          estimator: 'biased',
          initial: { mean: 1, var: 1 },
          agrees: 'none',
          conventions: [{ convention: 'onnx', momentum: 0.0782, usual: false }],
          maxAbsError: 0.00762380000000018,
          maxRelError: 0.0015103740496667324,
        },
        {
          keeps: 0.4142,
          estimator: 'unbiased',
          initial: { mean: 1, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'cudnn', momentum: 0.5858, usual: false },
            { convention: 'tf-fused', momentum: 0.5858, usual: false },
          ],
          maxAbsError: 1.2206402133333336,
          maxRelError: 0.19497050968265622,
        },
      ],
      open: [],
      warnings: [],
    },
  },
]
