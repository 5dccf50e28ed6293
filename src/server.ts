import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'

/** The process: read the configuration, build, listen; the first signal closes, the second kills. */

const stop = new AbortController()

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(1)
    stop.abort(signal)
  })
}

// Loaded only now: a signal before anybody handles it would kill, or as process 1 of a container be lost.
const [{ openLog }, { buildApp }, { ConfigError, isExposed, readConfig }, { KeyError }] =
  await Promise.all([
    import('./log.ts'),
    import('./app.ts'),
    import('./config.ts'),
    import('./keys/keys.ts'),
  ])
const output = openLog()
let { log } = output
process.on('uncaughtException', (error) => fail('uncaught', error))

const config = configured()
log = log.child({}, { level: config.LOG_LEVEL })
const app = await built()
// A signal that came while all this was loading is heard only when the loop turns.
await turn()
if (!stop.signal.aborted) {
  await listen()
  await signalled()
  log.info({ signal: stop.signal.reason }, 'stopping: finishing what is in flight')
  // Connections still waiting to be accepted are reset when the listener closes, so it closes a little later.
  await delay(config.SHUTDOWN_DELAY_MS)
}
setTimeout(() => {
  log.warn('stopping: cutting off what takes too long')
  app.server.closeAllConnections()
}, config.SHUTDOWN_MS).unref()
await app.close()
// A connection that was cut off tells so when the loop has turned, after the end of the server.
await delay(0)
log.info('stopped')
await output.written()
process.exit(0)

function configured() {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return fail(`wrong configuration: ${error.message}`)
  }
}

async function built() {
  try {
    return await buildApp(config, log, () => stop.signal.aborted)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    return fail(`wrong configuration: KEYS_FILE: ${error.message}`)
  }
}

async function listen(): Promise<void> {
  try {
    await app.listen({
      host: config.HOST,
      port: config.PORT,
      listenTextResolver: (address) => `listening on ${address}, documented at ${address}/docs`,
    })
  } catch (error) {
    fail('can not listen', error)
  }
  if (isExposed(config)) {
    log.warn(
      'others than this machine can reach the service, and no keys are set: it is open to all',
    )
  }
}

function signalled(): Promise<unknown> {
  return new Promise((resolve) => {
    stop.signal.addEventListener('abort', resolve)
    if (stop.signal.aborted) resolve(undefined)
  })
}

function fail(message: string, error?: unknown): never {
  log.fatal({ err: error }, message)
  process.exit(1)
}
