import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonTestSuite } from '../support/json-test-suite.ts'
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

/** What JSONTestSuite says of a text: it must parse, must not, or may do either. */
function codesFor(name: string): string[] {
  if (name.startsWith('i_')) return ['malformed', 'invalid']
  return [name.startsWith('n_') ? 'malformed' : 'invalid']
}

describe('every body of JSONTestSuite', () => {
  it('is refused as the body: none of them is a request', async () => {
    for (const [name, body] of jsonTestSuite) {
      const answer = await post(service, '/v1/forward', body)
      expect([name, codesFor(name)]).toEqual([name, expect.arrayContaining([answer.body.code])])
      expectProblem(answer, { status: 400, code: answer.body.code })
      await expectGolden(service)
    }
  })

  it('is refused as x: none of them is a batch', async () => {
    for (const [name, body] of jsonTestSuite) {
      const wrapped = Buffer.concat([Buffer.from('{"eps": 1, "x": '), body, Buffer.from('}')])
      const answer = await post(service, '/v1/forward', wrapped)
      expect([name, answer.status]).toEqual([name, 400])
      expectProblem(answer, { status: 400, code: answer.body.code })
      await expectGolden(service)
    }
  })
})
