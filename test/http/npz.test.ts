import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backwardExamples } from '../../routes/examples/backward.ts'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { gradientCheckExamples } from '../../routes/examples/gradient-check.ts'
import { zip } from '../../src/formats/zip.ts'
import { archive } from '../support/archive.ts'
import { shaped } from '../support/arrays.ts'
import { type Batch, batches, decades, even } from '../support/batches.ts'
import { membersFor, npyOf, npzOf } from '../support/npz.ts'
import { archiveNamed } from '../support/numpy.ts'
import {
  BACKWARD,
  CHECK,
  expectAlike,
  expectSame,
  FORWARD,
  handedOn,
  jsonOf,
  NPY,
  NPZ,
  send,
} from './archives.ts'
import { expectGolden, expectProblem, type Service, startService, stopService } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService({ config: { INLINE_BYTES: 65_536 } })
})
afterAll(() => stopService(service))

const tensor = (numbers: readonly number[], { gamma }: Batch) =>
  shaped(numbers, [numbers.length / gamma.length, gamma.length])

describe('the same request as JSON and as npz', () => {
  const examples = [
    ...forwardExamples.map((each) => [FORWARD, each] as const),
    ...backwardExamples.map((each) => [BACKWARD, each] as const),
    ...gradientCheckExamples.map((each) => [CHECK, each] as const),
  ]
  test.for(examples.map(([path, { name, request }]) => [path, name, request] as const))(
    'has the same answer: %s, %s',
    async ([path, , request]) => {
      const { npz } = await expectSame(service, path, request as object)
      expect(Buffer.isBuffer(npz)).toBe(true)
    },
  )

  const kinds = fc.oneof(
    batches(),
    batches({ x: decades(-160, 150), dout: decades(-90, 90), eps: fc.constantFrom(1e-5, 0.25) }),
    batches({ n: [1, 3], eps: fc.constantFrom(0, 1e-3) }),
    batches({ mean: even, variance: even.map(Math.abs) }),
  )

  test('whatever the batch, forward and back through the cache', async () => {
    const property = fc.asyncProperty(kinds, async (batch) => {
      const layer = { x: tensor(batch.x, batch), gamma: [...batch.gamma], eps: batch.eps }
      const running = batch.running && {
        convention: 'keras',
        mean: [...batch.running.mean],
        var: [...batch.running.var],
      }
      const dout = tensor(batch.dout, batch)
      const how = running ? { mode: 'eval', running } : {}
      const request = { ...layer, beta: [...batch.beta], ...how }
      const forward = await expectSame(service, FORWARD, {
        ...request,
        include: ['cache', 'steps'],
      })
      await expectSame(service, BACKWARD, { dout, ...layer, ...how, include: ['dxhat', 'dvar'] })
      if (!Buffer.isBuffer(forward.npz)) return

      const { cache } = forward.json as { cache: object }
      const json = await jsonOf(service, BACKWARD, { dout, cache, include: ['steps'] })
      const members = [
        ...handedOn(forward.npz, 'cache.'),
        ...membersFor({ dout, include: ['steps'] }),
      ]
      expectAlike(await send(service, BACKWARD, Buffer.concat([...zip(members)])), json)
    })
    await fc.assert(property, { numRuns: 60 })
  })

  test('whatever is claimed of its gradients', async () => {
    const property = fc.asyncProperty(batches(), fc.boolean(), async (batch, whole) => {
      const x = tensor(batch.x, batch)
      await expectSame(service, CHECK, {
        x,
        gamma: [...batch.gamma],
        beta: [...batch.beta],
        dout: tensor(batch.dout, batch),
        claimed: { ...(whole && { dx: x }), dgamma: [...batch.gamma], dbeta: [...batch.beta] },
        ...(whole && { method: 'projection', seed: 7 }),
        include: whole ? [] : ['numeric', 'dout'],
      })
    })
    await fc.assert(property, { numRuns: 30 })
  })

  test('from batch to batch: running statistics, and the momentum that is null', async () => {
    let answered = 0
    for (const convention of ['torch', 'cs231n', 'keras']) {
      for (const momentum of [undefined, 0.25, null]) {
        const running = { convention, ...(momentum !== undefined && { momentum }) }
        const x = [
          [1, 8],
          [4, 2],
          [7, 5],
        ]
        const first = await expectSame(service, FORWARD, { x, running, include: [] })
        const { running: json } = first.json as { running?: object }
        if (!json) continue
        const second = await jsonOf(service, FORWARD, { x, running: json, include: [] })
        const members = [...handedOn(first.npz, 'running.'), ...membersFor({ x, include: [] })]
        expectAlike(await send(service, FORWARD, Buffer.concat([...zip(members)])), second)
        answered += 1
      }
    }
    expect(answered).toBeGreaterThan(6)
  })

  test('when it is large, and a worker answers it with every value', async () => {
    const [n, d] = [160, 100]
    const numbers = Array.from({ length: n * d }, (_, k) => Math.sin(k) * 10 ** (k % 7))
    const x = shaped(numbers, [n, d])
    const dout = shaped(numbers.toReversed(), [n, d])
    const gamma = numbers.slice(0, d)
    expect(Buffer.concat([...zip(membersFor({ x }))]).length).toBeGreaterThan(65_536)
    await expectSame(service, FORWARD, { x, gamma, include: ['cache', 'steps'] })
    await expectSame(service, BACKWARD, { x, gamma, dout, include: ['steps'] })
    const few = { x: x.slice(0, 25), gamma, dout: dout.slice(0, 25) }
    await expectSame(service, CHECK, { ...few, include: ['numeric', 'dout'] })
  })
})

describe('archives that NumPy has written', () => {
  const reply = async (name: string) =>
    send(service, FORWARD, archiveNamed(name), { Accept: 'application/json' })

  test('are all answered alike', async () => {
    const expected = await jsonOf(service, FORWARD, {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      beta: [0, 10],
      eps: 0.25,
      include: ['mu', 'var'],
      running: { convention: 'torch', mean: [0.5, -0.5] },
    })
    for (const name of ['savez', 'savez_compressed', '64-bit sizes', 'streamed', 'a comment']) {
      expect((await reply(name)).body).toEqual(expected)
    }
    const lean = await reply('an empty list')
    expect(Object.keys(lean.body)).toEqual(['out', 'warnings'])
  })

  test.for<[name: string, code: string, pointers: string[], detail: string]>([
    ['nothing', 'invalid', ['#/x'], ''],
    ['no names', 'invalid', ['#/x', '#/arr_0'], ''],
    ['NaN', 'invalid', ['#/x/2/1'], ''],
    ['Infinity', 'invalid', ['#/gamma/1'], ''],
    ['a NaN without axes', 'invalid', ['#/eps'], ''],
    ['objects', 'invalid', ['#/gamma'], 'gamma: holds Python objects, which are never read'],
    ['bzip2', 'malformed', ['#/x'], 'x is packed by method 12'],
    ['a prefix', 'malformed', [], 'its directory is not where its end says'],
  ])('are refused for what they hold: %s', async ([name, code, pointers, detail]) => {
    const answer = await reply(name)
    expectProblem(answer, { status: 400, code, ...(pointers.length > 0 && { pointers }) })
    expect(answer.body.detail).toContain(detail)
    await expectGolden(service)
  })
})

describe('a bad archive', () => {
  const x = npyOf([
    [1, 2],
    [3, 4],
  ])
  const part = (name: string, data: Buffer = x) => ({ name: `${name}.npy`, data })

  test.for<[what: string, body: Buffer, code: string, pointers: string[]]>([
    [
      'unknown members',
      archive([part('x'), part('y'), part('gama')]),
      'invalid',
      ['#/y', '#/gama'],
    ],
    [
      'an unknown part',
      archive([part('x'), part('running.median')]),
      'invalid',
      ['#/running/median'],
    ],
    ['__proto__', archive([part('x'), part('__proto__')]), 'invalid', ['#/__proto__']],
    ['a part of __proto__', archive([part('x'), part('__proto__.x')]), 'invalid', ['#/__proto__']],
    [
      'a part named __proto__',
      archive([part('x'), part('running.__proto__')]),
      'invalid',
      ['#/running/__proto__'],
    ],
    [
      'constructor',
      archive([part('x'), part('constructor.prototype')]),
      'invalid',
      ['#/constructor'],
    ],
    ['toString', archive([part('x'), part('toString')]), 'invalid', ['#/toString']],
    ['a path', archive([part('x'), part('../x')]), 'invalid', ['#/..~1x.npy']],
    ['a member twice', archive([part('x'), part('x')]), 'malformed', ['#/x']],
    ['a part of an array', archive([part('x'), part('x.0')]), 'malformed', ['#/x/0']],
    ['the insides of a tensor', archive([part('x.shape'), part('x.data')]), 'invalid', ['#/x']],
    ['a row of an array', archive([part('x.0'), part('x.1')]), 'invalid', ['#/x']],
    ['a number for an array', npzOf({ x: 1 }), 'invalid', ['#/x']],
    ['a word for an array', npzOf({ x: 'train' }), 'invalid', ['#/x']],
    ['null for an array', npzOf({ x: null }), 'invalid', ['#/x']],
    ['an array for a number', npzOf({ x: [[1]], eps: [1e-5] }), 'invalid', ['#/eps']],
    ['an array for a word', npzOf({ x: [[1]], mode: ['train'] }), 'invalid', ['#/mode']],
    ['numbers for words', npzOf({ x: [[1]], include: [1, 2] }), 'invalid', ['#/include']],
    [
      'a fraction for an integer',
      npzOf({ x: [[1]], channelAxis: 0.5 }),
      'invalid',
      ['#/channelAxis'],
    ],
    ['an empty array', npzOf({ x: [] }), 'invalid', ['#/x']],
    ['empty rows', npzOf({ x: [[], []] }), 'invalid', ['#/x']],
    ['six axes', npzOf({ x: [[[[[[1]]]]]] }), 'invalid', ['#/x']],
    ['one axis', npzOf({ x: [1, 2] }), 'invalid', ['#/x']],
    [
      'a bad member',
      archive([part('x'), part('cache.xhat', Buffer.from('PK'))]),
      'malformed',
      ['#/cache/xhat'],
    ],
    ['an archive within', archive([part('x', archive([part('x')]))]), 'malformed', ['#/x']],
    ['an encrypted member', archive([{ ...part('x'), flags: 1 }]), 'malformed', ['#/x']],
    ['a wrong checksum', archive([{ ...part('x'), crc: 7 }]), 'malformed', ['#/x']],
  ])('is refused with %s', async ([, body, code, pointers]) => {
    const answer = await send(service, FORWARD, body)
    expectProblem(answer, { status: 400, code, pointers })
    await expectGolden(service)
  })

  test('is refused in any form that is none', async () => {
    for (const body of ['', 'PK', 'PK\x03\x04', '{"x": [[1]]}', '\x93NUMPY']) {
      for (const type of [NPZ, NPY]) {
        const answer = await send(service, FORWARD, Buffer.from(body, 'latin1'), {
          'Content-Type': type,
        })
        expectProblem(answer, { status: 400, code: 'malformed' })
      }
    }
    await expectGolden(service)
  })

  test('may have any byte flipped or cut: a 4xx, or the very same numbers', async () => {
    const request = {
      x: [
        [1, 8],
        [4, 2],
        [7, 5],
      ],
      gamma: [1, 2],
      eps: 0.25,
      include: ['mu'],
    }
    const whole = npzOf(request)
    const expected = (await send(service, FORWARD, whole)).body
    const bad: Buffer[] = []
    for (let at = 0; at < whole.length; at++) {
      for (const mask of [1, 0x80]) {
        const copy = Buffer.from(whole)
        copy[at] = (copy[at] as number) ^ mask
        bad.push(copy)
      }
      if (at % 7 === 0) bad.push(whole.subarray(0, at))
    }
    let same = 0
    for (const body of bad) {
      const { status, body: answer } = await send(service, FORWARD, body)
      if (status === 200) {
        same += 1
        expect(answer).toEqual(expected)
      } else expect([400, 413]).toContain(status)
    }
    // Times, versions and attributes say nothing; everything else is seen.
    expect(same / bad.length).toBeLessThan(0.2)
    await expectGolden(service)
  })
})
