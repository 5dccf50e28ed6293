// Traces by OpenTelemetry, loaded before the service: node --import ./tracing.mjs src/server.ts
// In a folder with both packages; where the spans go is said by OTEL_EXPORTER_OTLP_ENDPOINT and its like.
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK({ instrumentations: [new HttpInstrumentation()] })
sdk.start()
// The service ends when it has answered; the last spans leave meanwhile.
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => sdk.shutdown())
