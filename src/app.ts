import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { backward } from '../routes/backward.ts'
import { forward } from '../routes/forward.ts'
import { gradientCheck } from '../routes/gradient-check.ts'
import { graph } from '../routes/graph.ts'
import { health } from '../routes/health.ts'
import { openapi } from '../routes/openapi.ts'
import { problems } from '../routes/problems.ts'
import type { Config } from './config.ts'
import { readBody } from './http/body.ts'
import { refuse, refuseOnSocket } from './http/doors.ts'
import { refuseOthers } from './http/methods.ts'
import { describe } from './http/openapi.ts'
import { accompany, requestId } from './http/requests.ts'
import { serve } from './http/serve.ts'
import type { Operation } from './operations/operation.ts'

/** The computing operations, in the order a reader meets them. */
export const OPERATIONS: readonly Operation[] = [forward, backward, gradientCheck]

/** The service as a value: every route and rule, not yet listening. */
export async function buildApp(
  config: Config,
  log: FastifyBaseLogger,
  isStopping: () => boolean = () => false,
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    requestIdHeader: false,
    // Requests that arrive while the service stops are served; /readyz keeps new ones away (see server.ts).
    return503OnClosing: false,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    keepAliveTimeout: config.KEEP_ALIVE_MS,
    http: { headersTimeout: config.HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    clientErrorHandler: (error, socket) => refuseOnSocket(error, socket, log),
    frameworkErrors: (error, _, reply) => refuse(error, reply),
  })

  refuseOthers(app)
  accompany(app)
  app.setErrorHandler((error, _, reply) => refuse(error, reply))
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_: unknown, stream: IncomingMessage) =>
    readBody(stream, config.BODY_LIMIT),
  )
  app.addHook('onSend', async (_, reply) => {
    if (isStopping()) reply.header('connection', 'close')
  })

  await describe(app, OPERATIONS)
  for (const operation of OPERATIONS) serve(app, operation, { checkWork: config.CHECK_WORK })
  graph(app)
  health(app, isStopping)
  openapi(app)
  problems(app)
  return app
}
