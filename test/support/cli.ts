import { expect } from 'vitest'
import { run } from '../http/process.ts'
import { post, type Service, textOf } from '../http/service.ts'

/** The command line of the service, run to its end. */
export const cli = (parameters: string[], input = '', env: Record<string, string> = {}) =>
  run(['src/cli.ts', ...parameters], { input, env })

/** What the command line answers to a request is byte for byte what the service does. */
export async function expectSameAsHttp(service: Service, path: string, body: string) {
  const name = path.slice('/v1/'.length)
  const words = name.startsWith('grade/') ? ['grade', '--format', name.slice(6)] : [name]
  expect(await cli(words, body)).toEqual({
    stdout: textOf(await post(service, path, body)),
    stderr: '',
    code: 0,
    signal: null,
  })
}
