import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../routes/operations.ts'
import { run } from './http/process.ts'
import { post, type Service, startService, stopService, textOf } from './http/service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const cli = (parameters: string[], input = '', env: Record<string, string> = {}) =>
  run(['src/cli.ts', ...parameters], { input, env })

const examples = OPERATIONS.flatMap(({ path, examples: all }) =>
  all.map(({ name, request }) => ({ path, name, body: JSON.stringify(request) })),
)

describe.concurrent('the command line', () => {
  it.for(examples)('answers $path $name byte for byte as HTTP does', async ({ path, body }) => {
    const name = path.slice('/v1/'.length)
    const words = name.startsWith('grade/') ? ['grade', '--format', name.slice(6)] : [name]
    expect(await cli(words, body)).toEqual({
      stdout: textOf(await post(service, path, body)),
      stderr: '',
      code: 0,
      signal: null,
    })
  })
})
