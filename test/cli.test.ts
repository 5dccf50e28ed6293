import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../routes/operations.ts'
import { PROBLEMS } from '../schemas/problems.ts'
import { keyOf, parseKeys } from '../src/keys/keys.ts'
import { post, type Service, startService, stopService } from './http/service.ts'
import { cli, expectSameAsHttp } from './support/cli.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

/** The first example of each operation; cli.long.ts has the others. */
const examples = OPERATIONS.map(({ path, examples: [{ name, request }] }) => ({
  path,
  name,
  body: JSON.stringify(request),
}))

describe.concurrent('the command line', () => {
  it.for(examples)('answers $path $name byte for byte as HTTP does', ({ path, body }) =>
    expectSameAsHttp(service, path, body),
  )

  it.for([
    ['/v1/forward', '{"x": [[1, 2], [3]]}'],
    ['/v1/backward', 'no JSON at all'],
    ['/v1/gradient-check', ''],
  ] as const)(
    'answers a bad request with its problem and exit status 1: %s %s',
    async ([path, body]) => {
      const { text } = await post(service, path, body)
      const { stdout, stderr, code } = await cli([path.slice('/v1/'.length)], body)
      expect([stdout, stderr, code]).toEqual([text, '', 1])
      expect(Object.keys(PROBLEMS)).toContain(JSON.parse(stdout).code)
    },
  )

  it('minds the limit on gradient checks, and no variable that is of the server', async () => {
    const body = '{"x": [[1], [2], [4]]}'
    const limited = await cli(['gradient-check'], body, { CHECK_WORK: '1', PORT: 'http' })
    expect([limited.code, JSON.parse(limited.stdout).code]).toEqual([1, 'too-much-work'])
    const wrong = await cli(['gradient-check'], body, { CHECK_WORK: 'a lot' })
    expect([wrong.code, wrong.stdout]).toEqual([1, ''])
    expect(wrong.stderr).toContain('CHECK_WORK: expected a whole number')
  })

  it.for([
    [[]],
    [['sideways']],
    [['forward', 'backward']],
    [['grade', '--format', 'paper']],
    [['grade', '--format', 'text', 'more']],
    [['key']],
    [['key', 'new', '--name', 'a', '--scopes', 'everything']],
  ])('explains itself when it does not understand: %j', async ([parameters]) => {
    const { stdout, stderr, code } = await cli(parameters)
    expect([stdout, code]).toEqual(['', 2])
    expect(stderr).toMatch(/^usage: node src\/cli\.ts forward \| backward \| .* \| openapi\n/)
    expect(stderr).toContain(' | gradient-check/sweep | ')
    expect(stderr).toMatch(/ grade --format batch \| gradescope \| .* \| text\n/)
    expect(stderr).toMatch(/ key new --name NAME --scopes compute,.*,metrics\n$/)
  })

  it('makes a key: the entry for the service, and beside it the token, once', async () => {
    const { stdout, stderr, code } = await cli(
      ['key', 'new', '--name', 'course-a', '--scopes', 'grade,diagnose'],
      '',
      { PORT: 'http' },
    )
    const [, token = ''] = /^the token, shown only now: (bnk_\S+)\n$/.exec(stderr) ?? []
    expect(stdout.endsWith('\n')).toBe(true)
    expect(keyOf(token, parseKeys(stdout))).toMatchObject({
      name: 'course-a',
      scopes: ['grade', 'diagnose'],
    })
    expect(code).toBe(0)
  })

  it('writes the OpenAPI document, whatever the environment', async () => {
    const { stdout, code } = await cli(['openapi'], '', { PORT: 'http' })
    expect([stdout, code]).toEqual([await readFile('openapi.json', 'utf8'), 0])
  })
})
