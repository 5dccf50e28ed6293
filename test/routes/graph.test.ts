import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Graph } from '../../schemas/graph.ts'
import { CACHE } from '../../src/core/circuit.ts'
import { circuitFigure } from '../../src/core/figure.ts'
import { BACKWARD, FORWARD, INPUTS, type Value } from '../../src/core/graph.ts'
import { sumOf } from '../../src/core/sums.ts'
import { type Service, startService, stopService } from '../http/service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

describe('GET /v1/graph', () => {
  it('is the circuit of the core as data', async () => {
    const { status, body, headers } = await service.request.get('/v1/graph')
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    const graph = Graph.parse(body)
    expect(body).toEqual(graph)
    expect(graph.inputs.map(({ name }) => name)).toEqual(INPUTS.map(({ name }) => name))
    expect(graph.cache).toEqual(CACHE)
    expect(graph.steps.map(({ step }) => step)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    const backward = graph.steps.flatMap((step) => step.backward)
    const forward = graph.steps.toReversed().flatMap((step) => step.forward)
    const told = ({ name, formula, shape, unit }: Omit<Value, 'evalFormula'>) => [
      name,
      formula,
      shape,
      unit,
    ]
    expect(forward.map(told)).toEqual(FORWARD.map(told))
    expect(backward.map(told)).toEqual(BACKWARD.map(told))
    expect(forward.map(({ local }) => local)).toEqual(FORWARD.map(({ local }) => local))
    expect(backward.map(({ sum }) => sum)).toEqual(BACKWARD.map(({ name }) => sumOf(name)))
  })

  it('names as the inputs of a value what its formula reads', async () => {
    const { body } = await service.request.get('/v1/graph')
    const values = (body as Graph).steps.flatMap(({ forward, backward }) => [
      ...forward,
      ...backward,
    ])
    for (const { formula, evalFormula = '', inputs } of values) {
      const names = `${formula} ${evalFormula}`.match(/[a-z]\w*/gi) ?? []
      for (const name of inputs) expect(names).toContain(name)
      expect(inputs.length).toBeGreaterThan(0)
    }
  })
})

describe('GET /v1/graph.svg', () => {
  it('is the figure of the core', async () => {
    const { status, body, headers } = await service.request.get('/v1/graph.svg')
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8'])
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'")
    expect(body.toString()).toBe(circuitFigure())
  })
})
