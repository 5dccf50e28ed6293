import type { Example } from '../../src/operations/operation.ts'

/** One example per input of POST /v1/backward worth showing; small enough to be checked by hand. */
export const backwardExamples: [Example, ...Example[]] = [
  {
    name: 'inputs',
    summary: 'From the inputs of the forward pass',
    request: {
      dout: [
        [1, 3],
        [2, -1],
        [6, 4],
      ],
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      eps: 0.25,
    },
    reply: {
      dx: [
        [0.16, -0.736],
        [-0.4, -0.864],
        [0.24, 1.6],
      ],
      dgamma: [6, 4.8],
      dbeta: [9, 6],
      warnings: [],
    },
  },
  {
    name: 'cache',
    summary: 'From the cache of the forward pass',
    request: {
      dout: [
        [1, 3],
        [2, -1],
        [6, 4],
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
    },
    reply: {
      dx: [
        [0.15999999999999995, -0.736],
        [-0.4, -0.8640000000000001],
        [0.24000000000000007, 1.6],
      ],
      dgamma: [6, 4.8],
      dbeta: [9, 6],
      warnings: [],
    },
  },
  {
    name: 'steps',
    summary: 'Three of the fourteen values by name',
    request: {
      dout: [
        [1, 3],
        [2, -1],
        [6, 4],
      ],
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      eps: 0.25,
      include: ['dxhat', 'divar', 'dvar'],
    },
    reply: {
      dx: [
        [0.16, -0.736],
        [-0.4, -0.864],
        [0.24, 1.6],
      ],
      dgamma: [6, 4.8],
      dbeta: [9, 6],
      steps: {
        dxhat: [
          [1, 6],
          [2, -2],
          [6, 8],
        ],
        divar: [15, 24],
        dvar: [-0.48, -0.768],
      },
      warnings: [],
    },
  },
  {
    name: 'eval',
    summary: 'Evaluation: no gradient passes through the statistics',
    request: {
      dout: [
        [1, 3],
        [2, -1],
        [6, 4],
      ],
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      eps: 0.25,
      mode: 'eval',
      running: { mean: [4, 5], var: [6, 6] },
    },
    reply: {
      dx: [
        [0.4, 2.4],
        [0.8, -0.8],
        [2.4, 3.2],
      ],
      dgamma: [6, 4.8],
      dbeta: [9, 6],
      warnings: [],
    },
  },
]
