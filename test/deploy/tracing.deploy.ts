import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { startServer } from '../http/process.ts'
import { startCollector } from './collector.ts'

/** OpenTelemetry's own SDK, loaded beside the service as the documents say. It is no package of the project: 190 MB. */
const SDK = ['@opentelemetry/sdk-node@0.223.0', '@opentelemetry/instrumentation-http@0.223.0']

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/tracing/', import.meta.url))
const TRACE = '0af7651916cd43dd8448eb211c80319c'

function install(): string {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${FOLDER}package.json`, '{ "private": true }')
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', FOLDER]
  const { status, stderr } = spawnSync('npm', [...flags, ...SDK])
  if (status !== 0) throw new Error(`npm could not install the SDK: ${stderr}`)
  const file = `${FOLDER}tracing.mjs`
  copyFileSync(fileURLToPath(new URL('../../examples/tracing.mjs', import.meta.url)), file)
  return file
}

it('a service has a span in the trace that a request came with, and says which in its log', async () => {
  const collector = await startCollector()
  onTestFinished(collector.stop)
  const server = startServer(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      SHUTDOWN_DELAY_MS: '500',
    },
    ['--import', install()],
  )
  onTestFinished(() => {
    server.child.kill('SIGKILL')
  })
  const origin = `http://127.0.0.1:${await server.port()}`
  const row = Array.from({ length: 40 }, (_, j) => j)
  const requests = [{ x: [[1], [2]] }, { x: Array.from({ length: 300 }, () => row) }]
  for (const [k, request] of requests.entries()) {
    const reply = await fetch(`${origin}/v1/forward`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${TRACE}-b7ad6b716920333${k}-01`,
      },
      body: JSON.stringify(request),
    })
    expect(reply.status).toBe(200)
    await reply.arrayBuffer()
  }
  server.child.kill('SIGTERM')
  expect(await server.exited).toEqual({ code: 0, signal: null })
  const spans = requests.map((_, k) => ({ traceId: TRACE, parentSpanId: `b7ad6b716920333${k}` }))
  expect(collector.spans).toMatchObject(spans)
  const told = server.lines.filter(({ msg }) => msg === 'request')
  expect(told).toMatchObject(
    spans.map(({ traceId, parentSpanId }) => ({ traceId, parentId: parentSpanId })),
  )
})
