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
          keeps: 0.8977570772362224,
          estimator: 'biased',
          initial: { mean: 0, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'keras', momentum: 0.8977570772362224, usual: false },
            { convention: 'flax', momentum: 0.8977570772362224, usual: false },
            { convention: 'onnx', momentum: 0.8977570772362224, usual: false },
            { convention: 'mxnet', momentum: 0.8977570772362224, usual: false },
          ],
          maxAbsError: 0.28878538618111227,
          maxRelError: 0.16043632565617347,
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
          keeps: 0.8888240444651114,
          estimator: 'unbiased',
          initial: { mean: 0, var: 0 },
          agrees: 'none',
          conventions: [
            { convention: 'cudnn', momentum: 0.11117595553488857, usual: false },
            { convention: 'tf-fused', momentum: 0.11117595553488857, usual: false },
          ],
          maxAbsError: 0.7994164001860029,
          maxRelError: 0.44412022232555715,
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
          keeps: 0.14911663055839705,
          estimator: 'biased',
          initial: { mean: 0, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'keras', momentum: 0.14911663055839705, usual: false },
            { convention: 'flax', momentum: 0.14911663055839705, usual: false },
            { convention: 'onnx', momentum: 0.14911663055839705, usual: false },
            { convention: 'mxnet', momentum: 0.14911663055839705, usual: false },
          ],
          maxAbsError: 0.002062216987050114,
          maxRelError: 0.00040917003711311785,
        },
        {
          keeps: 0.07827965739992612,
          estimator: 'biased',
          initial: { mean: 1, var: 1 },
          agrees: 'none',
          conventions: [{ convention: 'onnx', momentum: 0.07827965739992612, usual: false }],
          maxAbsError: 0.0076411335866772845,
          maxRelError: 0.0015138028604754954,
        },
        {
          keeps: 0.39051254874451874,
          estimator: 'unbiased',
          initial: { mean: 1, var: 1 },
          agrees: 'none',
          conventions: [
            { convention: 'cudnn', momentum: 0.6094874512554813, usual: false },
            { convention: 'tf-fused', momentum: 0.6094874512554813, usual: false },
          ],
          maxAbsError: 1.3178622079216895,
          maxRelError: 0.20728071241929025,
        },
      ],
      open: [],
      warnings: [],
    },
  },
]
