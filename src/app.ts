import type { IncomingMessage } from 'node:http'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { graph } from '../routes/graph.ts'
import { health } from '../routes/health.ts'
import { metrics } from '../routes/metrics.ts'
import { mistakes } from '../routes/mistakes.ts'
import { openapi } from '../routes/openapi.ts'
import { OPERATIONS } from '../routes/operations.ts'
import { page } from '../routes/page.ts'
import { problems } from '../routes/problems.ts'
import { type Config, limitsOf, originsOf } from './config.ts'
import { readBody } from './http/body.ts'
import { keepBudget } from './http/budget.ts'
import { closeWithLastRequest } from './http/closing.ts'
import { boundConnections } from './http/connections.ts'
import { allowOrigins } from './http/cors.ts'
import { docsPage } from './http/docs-page.ts'
import { closeDoors, refuseOnSocket } from './http/doors.ts'
import { guard } from './http/guard.ts'
import { standInLine } from './http/line.ts'
import { refuseOthers } from './http/methods.ts'
import { measure } from './http/metrics.ts'
import { describe } from './http/openapi.ts'
import { limitRates } from './http/rates/limit.ts'
import { refuse } from './http/refuse.ts'
import { accompany, accompanyAll, requestId } from './http/requests.ts'
import { serve } from './http/serve.ts'
import { takeTurns } from './http/turns.ts'
import { employ } from './http/workers.ts'
import { openKeys } from './keys/book.ts'

/** The service as a value: every route and rule, not yet listening. */
export async function buildApp(
  config: Config,
  log: FastifyBaseLogger,
  isStopping: () => boolean = () => false,
): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    requestIdHeader: false,
    trustProxy: config.TRUST_PROXY === '' ? false : config.TRUST_PROXY,
    // Requests that arrive while the service stops are served; /readyz keeps new ones away (see server.ts).
    return503OnClosing: false,
    requestTimeout: config.REQUEST_TIMEOUT_MS,
    keepAliveTimeout: config.KEEP_ALIVE_MS,
    http: {
      headersTimeout: config.HEADERS_TIMEOUT_MS || Math.ceil(config.REQUEST_TIMEOUT_MS / 2),
      requestTimeout: config.REQUEST_TIMEOUT_MS,
      // How often Node looks for connections that are over these two; 30 s if it is not told.
      connectionsCheckingInterval: 1_000,
      requireHostHeader: false,
      // How much of a request waits unread: of chunks of one byte, Node would take 64 Ki in before it looks up.
      highWaterMark: 4096,
    },
    clientErrorHandler: (error, socket) => refuseOnSocket(error, socket, app),
    frameworkErrors: (error, request, reply) => {
      accompany(request, reply)
      refuse(error, reply)
    },
  })
  app.decorate('isStopping', isStopping)

  accompanyAll(app)
  allowOrigins(app, originsOf(config))
  closeDoors(app)
  refuseOthers(app)
  closeWithLastRequest(app)
  boundConnections(app, config)
  guard(app, await openKeys(config, log))
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.removeAllContentTypeParsers()
  const budget = keepBudget(app, config)
  // Every type there is; as a pattern, since Fastify remembers what that matched and looks for '*' each time.
  app.addContentTypeParser(/^/, (request: FastifyRequest, stream: IncomingMessage) =>
    readBody(request, stream, config, budget),
  )

  await describe(app, OPERATIONS)
  await docsPage(app)
  const turns = takeTurns()
  standInLine(app, turns)
  const pool = employ(app, config)
  const hands = {
    limits: limitsOf(config),
    pool,
    budget,
    turns,
    inlineBytes: config.INLINE_BYTES,
    patience: config.OPERATION_TIMEOUT_MS,
  }
  const concern = await limitRates(app, config)
  for (const operation of OPERATIONS) serve(app, operation, hands)
  graph(app)
  mistakes(app)
  health(app, concern)
  if (config.METRICS === 'on') metrics(app, measure(app, { pool, budget, settings: config }))
  openapi(app)
  problems(app)
  page(app)
  return app
}
