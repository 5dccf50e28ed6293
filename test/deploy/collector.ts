import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** Where spans go that are exported as JSON, as OTLP says (opentelemetry-proto, trace service). */

export interface Span {
  readonly name: string
  readonly traceId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

interface Export {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[]
  }[]
}

export interface Collector {
  readonly origin: string
  readonly spans: readonly Span[]
  stop(): void
}

export async function startCollector(): Promise<Collector> {
  const spans: Span[] = []
  const server = createServer(async (request, response) => {
    const { resourceSpans = [] } = (await json(request)) as Export
    for (const { scopeSpans } of resourceSpans)
      spans.push(...scopeSpans.flatMap(({ spans }) => spans))
    response.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, spans, stop: () => server.close() }
}
