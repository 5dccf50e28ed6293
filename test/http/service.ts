import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import supertest from 'supertest'
import { expect, onTestFinished } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { buildApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'

/** A line of the log as it is written. */
export type Line = { readonly level: number; readonly msg: string } & Record<string, unknown>

export interface Service {
  readonly app: FastifyInstance
  readonly port: number
  /** Everything that has been logged, each line as its text. */
  readonly log: string[]
  lines(): Line[]
  request: ReturnType<typeof supertest>
}

interface Options {
  readonly config?: Partial<Config>
  readonly isStopping?: () => boolean
  /** What a test adds to the app before it is ready. */
  readonly prepare?: (app: FastifyInstance) => void
}

/** The app on a free port, with its log in an array. Whoever starts it closes it. */
export async function startService(options: Options = {}): Promise<Service> {
  const { config, isStopping, prepare } = options
  const log: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => log.push(line) })
  const app = await buildApp({ ...readConfig({}), ...config }, logger, isStopping)
  prepare?.(app)
  await app.ready()
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve))
  const { port } = app.server.address() as AddressInfo
  return {
    app,
    port,
    log,
    lines: () => log.map((line) => JSON.parse(line) as Line),
    request: supertest(app.server),
  }
}

/** Closes a service even when clients have left connections open. */
export async function stopService({ app }: Service): Promise<void> {
  app.server.closeAllConnections()
  app.server.close()
  await app.close()
}

/** A service for one test. */
export async function serviceForTest(options: Options = {}): Promise<Service> {
  const service = await startService(options)
  onTestFinished(() => stopService(service))
  return service
}

/** The text of an answer; what superagent takes for an image comes as bytes. */
export function textOf({ text, body }: { text?: string; body: Buffer }): string {
  return text ?? body.toString()
}

/** Posts bytes as they are; left alone, superagent would write a Buffer as an object of JSON. */
export function post(
  { request }: Service,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
): supertest.Test {
  return request
    .post(path)
    .set(headers)
    .serialize((bytes) => bytes)
    .send(body)
}

const [golden] = forwardExamples

/** What must hold after every bad request: a good one is answered, and right. */
export async function expectGolden({ request }: Service): Promise<void> {
  const { status, body } = await request.post('/v1/forward').send(golden.request as object)
  expect({ status, body }).toEqual({ status: 200, body: golden.reply })
}

/** What any answer that is not a result must be: RFC 9457, small, of this status and code. */
export function expectProblem(
  { status, headers, body, text }: supertest.Response,
  expected: { status: number; code: string; pointers?: string[] },
): void {
  expect(body).toMatchObject({ status: expected.status, code: expected.code })
  expect(status).toBe(expected.status)
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(body.type).toBe(`/problems/${expected.code}`)
  expect(text.length).toBeLessThan(16 * 1024)
  expect(body.detail.length).toBeLessThanOrEqual(200)
  if (expected.pointers) {
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expected.pointers,
    )
  }
}
