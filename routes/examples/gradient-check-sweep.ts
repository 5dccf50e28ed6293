import type { Example } from '../../src/operations/operation.ts'
import { BATCH, LAYER } from './batch.ts'

/** Two ways to ask for less than the whole V. */
export const sweepExamples: [Example, ...Example[]] = [
  {
    name: 'usual',
    summary: 'What 1e-5 is worth: central differences with longer and shorter steps',
    request: {
      ...BATCH,
      curves: [
        { method: 'central', precision: 'float64' },
        { method: 'central', precision: 'double-double' },
      ],
      from: 0.001,
      to: 1e-9,
      points: 4,
    },
    reply: {
      curves: [
        {
          method: 'central',
          precision: 'float64',
          points: [
            {
              h: 0.001,
              dx: 1.6377402349831983e-8,
              dgamma: 5.321965090843151e-13,
              dbeta: 3.694822225952521e-13,
            },
            {
              h: 0.00001,
              dx: 1.6553350357106922e-10,
              dgamma: 6.6014157103685045e-12,
              dbeta: 2.5238551989067066e-11,
            },
            {
              h: 1e-7,
              dx: 1.7179701217173715e-8,
              dgamma: 3.988300060579301e-10,
              dbeta: 4.0516473139480995e-9,
            },
            {
              h: 1e-9,
              dx: 5.064076660232786e-7,
              dgamma: 6.61922967992723e-8,
              dbeta: 5.516024733272692e-8,
            },
          ],
        },
        {
          method: 'central',
          precision: 'double-double',
          points: [
            { h: 0.001, dx: 1.637999976791879e-8, dgamma: 4.1168678491221554e-30, dbeta: 0 },
            { h: 0.00001, dx: 1.6379999999976821e-12, dgamma: 6.573758703830804e-28, dbeta: 0 },
            { h: 1e-7, dx: 1.637999999391154e-16, dgamma: 1.314768093195342e-25, dbeta: 0 },
            { h: 1e-9, dx: 1.6364940558062576e-20, dgamma: 9.039031213874728e-24, dbeta: 0 },
          ],
        },
      ],
      hUnit: 'absolute',
      warnings: [],
    },
  },
  {
    name: 'imaginary',
    summary: 'A step into the imaginary: too long at first, then never too short; dout is drawn',
    request: {
      ...LAYER,
      seed: 7,
      curves: [{ method: 'complex-step', precision: 'float64' }],
      from: 1,
      to: 1e-30,
      points: 3,
    },
    reply: {
      curves: [
        {
          method: 'complex-step',
          precision: 'float64',
          points: [
            { h: 1, dx: null, dgamma: 9.756016263679761e-16, dbeta: 0 },
            {
              h: 1e-15,
              dx: 1.7187111052406438e-16,
              dgamma: 4.878008131839881e-16,
              dbeta: 7.943400079915389e-17,
            },
            {
              h: 1e-30,
              dx: 1.7187111052406438e-16,
              dgamma: 3.3078992644039193e-16,
              dbeta: 1.5886800159830777e-16,
            },
          ],
        },
      ],
      hUnit: 'absolute',
      seed: 7,
      warnings: [],
    },
  },
]
