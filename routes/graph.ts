import type { FastifyInstance } from 'fastify'
import { Graph } from '../schemas/graph.ts'
import { CACHE, inputsOf } from '../src/core/circuit.ts'
import { circuitFigure } from '../src/core/figure.ts'
import { INPUTS, STEPS, type Value } from '../src/core/graph.ts'
import { documentedPage } from '../src/http/documented.ts'
import { PICTURE_HEADERS } from '../src/http/pictures.ts'

const withInputs = (value: Value) => ({ ...value, inputs: inputsOf(value) })

const data: Graph = {
  inputs: [...INPUTS],
  steps: STEPS.map(({ forward, backward, ...step }) => ({
    ...step,
    forward: forward.map(withInputs),
    backward: backward.map(withInputs),
  })),
  cache: [...CACHE],
}

/** GET /v1/graph and /v1/graph.svg: the circuit as data, and as the post's figure. */
export function graph(app: FastifyInstance): void {
  const figure = circuitFigure()

  app.get(
    '/v1/graph',
    {
      schema: documentedPage('graph', 'The circuit as data', 'application/json', Graph, 'circuit'),
    },
    async () => data,
  )

  app.get(
    '/v1/graph.svg',
    {
      schema: documentedPage(
        'graphFigure',
        'The circuit as a figure: forward in black, backward in red',
        'image/svg+xml',
        { type: 'string' },
        'circuit',
      ),
    },
    async (_, reply) =>
      reply.type('image/svg+xml; charset=utf-8').headers(PICTURE_HEADERS).send(figure),
  )
}
