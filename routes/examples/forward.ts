import type { Example } from '../../src/operations/operation.ts'

/** One example per input of POST /v1/forward worth showing; small enough to be checked by hand. */
export const forwardExamples: [Example, ...Example[]] = [
  {
    name: 'lean',
    summary: 'Three examples of two channels; out alone',
    request: {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      beta: [0, 10],
      eps: 0.25,
      include: [],
    },
    reply: {
      out: [
        [-1.2, 12.4],
        [0, 7.6],
        [1.2, 10],
      ],
      warnings: [],
    },
  },
  {
    name: 'cache',
    summary: 'The same with the cache for the backward pass',
    request: {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      beta: [0, 10],
      eps: 0.25,
    },
    reply: {
      out: [
        [-1.2, 12.4],
        [0, 7.6],
        [1.2, 10],
      ],
      cache: {
        xhat: [
          [-1.2, 1.2],
          [0, -1.2],
          [1.2, 0],
        ],
        gamma: [1, 2],
        xmu: [
          [-3, 3],
          [0, -3],
          [3, 0],
        ],
        ivar: [0.4, 0.4],
        sqrtvar: [2.5, 2.5],
        var: [6, 6],
        eps: 0.25,
        mode: 'train',
        channelAxis: 1,
      },
      warnings: [],
    },
  },
  {
    name: 'steps',
    summary: 'Two of the nine values by name',
    request: {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      beta: [0, 10],
      eps: 0.25,
      include: ['mu', 'var'],
    },
    reply: {
      out: [
        [-1.2, 12.4],
        [0, 7.6],
        [1.2, 10],
      ],
      steps: { mu: [4, 5], var: [6, 6] },
      warnings: [],
    },
  },
  {
    name: 'running',
    summary: 'Running statistics as PyTorch keeps them',
    request: {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      eps: 0.25,
      running: { convention: 'torch', mean: [0, 0], var: [1, 1] },
      include: [],
    },
    reply: {
      out: [
        [-1.2, 1.2],
        [0, -1.2],
        [1.2, 0],
      ],
      running: { convention: 'torch', mean: [0.4, 0.5], var: [1.8, 1.8], momentum: 0.1, count: 1 },
      warnings: [],
    },
  },
  {
    name: 'eval',
    summary: 'Evaluation: normalised by the running statistics',
    request: {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      eps: 0.25,
      mode: 'eval',
      running: { mean: [4, 5], var: [6, 6] },
      include: [],
    },
    reply: {
      out: [
        [-1.2, 1.2],
        [0, -1.2],
        [1.2, 0],
      ],
      warnings: [],
    },
  },
  {
    name: 'images',
    summary: 'Two images of two channels, (N,C,H,W)',
    request: {
      x: [
        [[[1, 4]], [[8, 2]]],
        [[[7, 4]], [[5, 5]]],
      ],
      eps: 1.75,
      include: ['mu'],
    },
    reply: {
      out: [
        [[[-1.2, 0]], [[1.2, -1.2]]],
        [[[1.2, 0]], [[0, 0]]],
      ],
      steps: { mu: [4, 5] },
      warnings: [],
    },
  },
]
