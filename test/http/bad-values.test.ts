import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { BackwardRequest } from '../../schemas/backward.ts'
import { ConvertRunningRequest } from '../../schemas/convert-running.ts'
import { ForwardRequest } from '../../schemas/forward.ts'
import { GradientCheckRequest } from '../../schemas/gradient-check.ts'
import { InputsRequest } from '../../schemas/inputs.ts'
import { CACHE } from '../../src/core/circuit.ts'
import {
  expectGolden,
  expectProblem,
  post,
  type Service,
  startService,
  stopService,
} from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const PATHS = {
  forward: '/v1/forward',
  backward: '/v1/backward',
  check: '/v1/gradient-check',
  inputs: '/v1/inputs',
  convert: '/v1/convert-running',
}
type Row = [operation: keyof typeof PATHS, body: string, code: string, pointers: string[]]

const cache = forwardExamples[1].reply as { cache: object }
const withCache = (change: object) =>
  JSON.stringify({
    dout: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    cache: { ...cache.cache, ...change },
  })

describe('a request that can not be answered is refused at its place', () => {
  // biome-ignore format: a table is read in rows
  it.for<Row>([
    ['forward', '{}', 'invalid', ['#/x']],
    ['forward', 'null', 'invalid', ['#']],
    ['forward', '[]', 'invalid', ['#']],
    ['forward', '[[1, 2]]', 'invalid', ['#']],
    ['forward', '"x"', 'invalid', ['#']],
    ['forward', '1', 'invalid', ['#']],
    ['forward', '{"x": null}', 'invalid', ['#/x']],
    ['forward', '{"x": 1}', 'invalid', ['#/x']],
    ['forward', '{"x": [1, 2]}', 'invalid', ['#/x']],
    ['forward', '{"x": [[[[[[1]]]]]]}', 'invalid', ['#/x/0/0/0/0/0']],
    ['forward', '{"x": []}', 'invalid', ['#/x']],
    ['forward', '{"x": [[]]}', 'invalid', ['#/x/0']],
    ['forward', '{"x": [[1], []]}', 'invalid', ['#/x/1']],
    ['forward', '{"x": [[1, 2], [3]]}', 'invalid', ['#/x/1']],
    ['forward', '{"x": [[1, 2], 3]}', 'invalid', ['#/x/1']],
    ['forward', '{"x": [[1, 2], [3, [4]]]}', 'invalid', ['#/x/1/1']],
    ['forward', '{"x": [[[1], [2]], [[3], [4, 5]]]}', 'invalid', ['#/x/1/1']],
    ['forward', '{"x": [["1"]]}', 'invalid', ['#/x/0/0']],
    ['forward', '{"x": [[true]]}', 'invalid', ['#/x/0/0']],
    ['forward', '{"x": [[null]]}', 'invalid', ['#/x/0/0']],
    ['forward', '{"x": [[{}]]}', 'invalid', ['#/x/0/0']],
    ['forward', '{"x": {"0": [1], "length": 1}}', 'invalid', ['#/x']],
    ['forward', '{"x": [[1, 1e400]]}', 'invalid', ['#/x/0/1']],
    ['forward', '{"x": [[1], [-1e999]]}', 'invalid', ['#/x/1/0']],
    ['forward', '{"x": [[1]], "eps": -1e-9}', 'invalid', ['#/eps']],
    ['forward', '{"x": [[1]], "eps": "1"}', 'invalid', ['#/eps']],
    ['forward', '{"x": [[1]], "eps": null}', 'invalid', ['#/eps']],
    ['forward', '{"x": [[1]], "eps": 1e400}', 'invalid', ['#/eps']],
    ['forward', '{"x": [[1, 2]], "gamma": [1]}', 'shape', ['#/gamma']],
    ['forward', '{"x": [[1, 2]], "gamma": 1}', 'invalid', ['#/gamma']],
    ['forward', '{"x": [[1, 2]], "gamma": [[1, 2]]}', 'invalid', ['#/gamma/0']],
    ['forward', '{"x": [[1, 2]], "gamma": [1, 1e400]}', 'invalid', ['#/gamma/1']],
    ['forward', '{"x": [[1, 2]], "beta": [1, 2, 3]}', 'shape', ['#/beta']],
    ['forward', '{"x": [[1, 2]], "beta": []}', 'invalid', ['#/beta']],
    ['forward', '{"x": [[1, 2]], "mode": "training"}', 'invalid', ['#/mode']],
    ['forward', '{"x": [[1, 2]], "channelAxis": 5}', 'invalid', ['#/channelAxis']],
    ['forward', '{"x": [[1, 2]], "channelAxis": 0.5}', 'invalid', ['#/channelAxis']],
    ['forward', '{"x": [[1, 2]], "channelAxis": 2}', 'shape', ['#/channelAxis']],
    ['forward', '{"x": [[1, 2]], "channelAxis": -3}', 'shape', ['#/channelAxis']],
    ['forward', '{"x": [[1, 2]], "include": "cache"}', 'invalid', ['#/include']],
    ['forward', '{"x": [[1, 2]], "include": ["cache", "dx"]}', 'invalid', ['#/include/1']],
    ['forward', '{"x": [[1, 2]], "mode": "eval", "running": {"mean": [0, 0], "var": [1, -1]}}', 'invalid', ['#/running/var/1']],
    ['forward', '{"x": [[1, 2]], "running": {"mean": [1]}}', 'shape', ['#/running/mean']],
    ['forward', '{"x": [[1, 2]], "running": {"convention": "theano"}}', 'invalid', ['#/running/convention']],
    ['forward', '{"x": [[1, 2]], "running": {"count": -1}}', 'invalid', ['#/running/count']],
    ['forward', '{"x": [[1, 2]], "running": []}', 'invalid', ['#/running']],
    ['forward', '{"x": [[1]], "y": 1, "__proto__": {"eps": 1}}', 'invalid', ['#/y', '#/__proto__']],
    ['forward', '{"x": [[1]], "constructor": {"prototype": {"eps": 1}}}', 'invalid', ['#/constructor']],
    ['forward', '{"x": [[1]], "toString": 1, "hasOwnProperty": 1}', 'invalid', ['#/toString', '#/hasOwnProperty']],
    ['forward', '{"x": [[1]], "": 1}', 'invalid', ['#/']],
    ['forward', '{"x": [[1]], "a/b~c d": 1}', 'invalid', ['#/a~1b~0c%20d']],
    ['forward', '{"x": [[1]], "running": {"average": 1, "__proto__": {}}}', 'invalid', ['#/running/average', '#/running/__proto__']],
    ['backward', '{"dout": [[1, 2]]}', 'invalid', ['#']],
    ['backward', '{"dout": [[1, 2]], "x": [[1, 2, 3]]}', 'shape', ['#/dout']],
    ['backward', '{"x": [[1, 2]]}', 'invalid', ['#/dout']],
    ['backward', withCache({ gamma: [1] }), 'shape', ['#/cache/gamma']],
    ['backward', withCache({ xmu: [[1, 2]] }), 'shape', ['#/cache/xmu']],
    ['backward', withCache({ eps: -1 }), 'invalid', ['#/cache/eps']],
    ['backward', withCache({ beta: [1, 2] }), 'invalid', ['#/cache/beta']],
    ['check', '{"x": [[1], [2]], "claimed": {}}', 'invalid', ['#/claimed']],
    ['check', '{"x": [[1], [2]], "claimed": {"dx": [[1]]}}', 'shape', ['#/claimed/dx']],
    ['check', '{"x": [[1], [2]], "claimed": {"dy": [[1], [2]]}}', 'invalid', ['#/claimed/dy']],
    ['check', '{"x": [[1], [2]], "dout": [[1, 2]]}', 'shape', ['#/dout']],
    ['check', '{"x": [[1], [2]], "h": 0}', 'invalid', ['#/h']],
    ['check', '{"x": [[1], [2]], "rtol": -1}', 'invalid', ['#/rtol']],
    ['check', '{"x": [[1], [2]], "method": "backward"}', 'invalid', ['#/method']],
    ['inputs', '{"shape": [4096, 1025]}', 'invalid', ['#/shape']],
    ['inputs', '{"shape": [9, -4]}', 'invalid', ['#/shape/1']],
    ['inputs', '{"seed": 1e400}', 'invalid', ['#/seed']],
    ['convert', '{"running": {"mean": [1], "var": [1]}}', 'invalid', ['#']],
    ['convert', '{"running": {"mean": [1], "var": [1]}, "batches": [[[1]], [[2, 3]]]}', 'shape', ['#/batches/1']],
    ['convert', '{"running": {"mean": [1e400], "var": [1]}, "to": "flax"}', 'invalid', ['#/running/mean/0']],
  ])('%s: %s', async ([operation, body, code, pointers]) => {
    const answer = await post(service, PATHS[operation], body)
    expectProblem(answer, { status: 400, code, pointers })
    await expectGolden(service)
  })
})

describe('every field of every operation', () => {
  const fields = Object.entries({
    forward: ForwardRequest,
    backward: BackwardRequest,
    check: GradientCheckRequest,
    inputs: InputsRequest,
    convert: ConvertRunningRequest,
  }).flatMap(([operation, { shape }]) =>
    Object.keys(shape).map((field) => [operation as keyof typeof PATHS, field] as const),
  )
  /** The fields one level down, of the operation that reads them. */
  const nested: [keyof typeof PATHS, string[]][] = [
    ['backward', CACHE.map((name) => `cache.${name}`)],
    [
      'forward',
      ['mean', 'var', 'convention', 'momentum', 'count'].map((name) => `running.${name}`),
    ],
    ['check', ['claimed.dx', 'claimed.dgamma', 'claimed.dbeta']],
    ['convert', ['statistics.mean', 'statistics.var', 'statistics.n', 'before.mean', 'before.var']],
  ]
  const at = (field: string, value: string) =>
    field.split('.').reduceRight((inner, name) => `{"${name}": ${inner}}`, value)

  const DEPTH = 100_000
  const arrays = `${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)}`
  const objects = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`

  it.for(fields)('%s.%s bears a hundred thousand levels', async ([operation, field]) => {
    for (const value of [arrays, objects]) {
      const answer = await post(service, PATHS[operation], at(field, value))
      expectProblem(answer, { status: 400, code: 'invalid' })
      await expectGolden(service)
    }
  })

  it('bears them one level down as well, and as the body', async () => {
    for (const value of [arrays, objects]) {
      for (const [operation, names] of nested) {
        for (const body of [value, ...names.map((name) => at(name, value))]) {
          const answer = await post(service, PATHS[operation], body)
          expectProblem(answer, { status: 400, code: 'invalid' })
        }
      }
    }
    await expectGolden(service)
  })

  it('bears levels that are never closed', async () => {
    for (const open of ['[', '{"a":', '[{"x":']) {
      const answer = await post(service, '/v1/forward', at('x', open.repeat(DEPTH)))
      expectProblem(answer, { status: 400, code: 'malformed' })
    }
    await expectGolden(service)
  })
})

describe('a great many faults', () => {
  const MANY = 1_000_000

  it('in one tensor are told by the first', async () => {
    const cells = `[${'"x",'.repeat(MANY - 1)}"x"]`
    const answer = await post(service, '/v1/forward', `{"x": [${cells}]}`)
    expectProblem(answer, { status: 400, code: 'invalid', pointers: ['#/x/0/0'] })
    await expectGolden(service)
  })

  it('in include are told by its length', async () => {
    const answer = await post(
      service,
      '/v1/forward',
      `{"x": [[1]], "include": [${'"x",'.repeat(MANY - 1)}"x"]}`,
    )
    expectProblem(answer, { status: 400, code: 'invalid' })
    expect(answer.body.errors.length).toBeLessThanOrEqual(20)
    await expectGolden(service)
  })

  it('of unknown fields are told by twenty and their number', async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `"k${i}": 0`)
    const answer = await post(service, '/v1/forward', `{"x": [[1]], ${names.join()}}`)
    expectProblem(answer, { status: 400, code: 'invalid' })
    expect(answer.body.errors.length).toBe(20)
    expect(answer.body.total).toBe(100_000)
    await expectGolden(service)
  })

  it('of huge names stay a small answer', async () => {
    for (const letter of ['n', '€', '😀', '~', '/', '%', '"', '\\\\', '\\ud800']) {
      const names = Array.from({ length: 40 }, (_, i) => `"${i}${letter.repeat(10_000)}": 0`)
      const answer = await post(service, '/v1/forward', `{"x": [[1]], ${names.join()}}`)
      if (letter === '"') expectProblem(answer, { status: 400, code: 'malformed' })
      else {
        expectProblem(answer, { status: 400, code: 'invalid' })
        expect(answer.body.total).toBe(40)
      }
    }
    await expectGolden(service)
  })
})
