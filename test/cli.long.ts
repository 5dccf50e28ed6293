import { afterAll, beforeAll, describe, it } from 'vitest'
import { OPERATIONS } from '../routes/operations.ts'
import { type Service, startService, stopService } from './http/service.ts'
import { expectSameAsHttp } from './support/cli.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

/** All but the first example of each operation, which cli.test.ts has. */
const examples = OPERATIONS.flatMap(({ path, examples: [, ...others] }) =>
  others.map(({ name, request }) => ({ path, name, body: JSON.stringify(request) })),
)

describe.concurrent('the command line', () => {
  it.for(examples)('answers $path $name byte for byte as HTTP does', ({ path, body }) =>
    expectSameAsHttp(service, path, body),
  )
})
