import { afterAll, beforeAll, expect, test } from 'vitest'
import { Mistakes } from '../../schemas/mistakes.ts'
import { MISTAKES } from '../../src/core/diagnosis/mistakes.ts'
import { parse } from '../../src/core/formula.ts'
import { type Service, startService, stopService } from '../http/service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

test('GET /v1/mistakes is the table, every formula of it one that can be read', async () => {
  const { status, body } = await service.request.get('/v1/mistakes')
  expect(status).toBe(200)
  const { mistakes } = Mistakes.parse(body)
  expect(body).toEqual({ mistakes })
  expect(mistakes.map(({ id, ways }) => [id, ways.length])).toEqual(
    MISTAKES.map(({ id, changes }) => [id, changes.length]),
  )
  for (const { right, ways } of mistakes) {
    for (const formula of [right, ...ways.flatMap((way) => Object.values(way))]) parse(formula)
  }
  expect(mistakes.find(({ id }) => id === 'momentum-swapped')).toMatchObject({
    ...{ pass: 'running', step: 1, value: 'running_mean', needs: 'running', mode: 'train' },
    ways: [{ running_mean: expect.any(String), running_var: expect.any(String) }],
  })
})
