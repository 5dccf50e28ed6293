import { pino } from 'pino'
import { buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'

/** The process: read the configuration, build, listen; the first signal closes, the second kills. */

let stopping = false

function configured(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    pino().fatal(`wrong configuration: ${error.message}`)
    process.exit(1)
  }
}

const config = configured()
const log = pino({ level: config.LOG_LEVEL, timestamp: pino.stdTimeFunctions.isoTime })
const app = await buildApp(config, log, () => stopping)

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) {
    log.warn({ signal }, 'second signal: stopping at once')
    process.exit(1)
  }
  stopping = true
  log.info({ signal }, 'stopping: finishing what is in flight')
  // Connections still waiting to be accepted are reset when the listener closes, so it closes a little later.
  await new Promise((resolve) => setTimeout(resolve, config.SHUTDOWN_DELAY_MS))
  setTimeout(() => {
    log.error('requests in flight took too long')
    process.exit(1)
  }, config.SHUTDOWN_MS).unref()
  await app.close()
  log.info('stopped')
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

try {
  await app.listen({
    host: config.HOST,
    port: config.PORT,
    listenTextResolver: (address) => `listening on ${address}, documented at ${address}/docs`,
  })
} catch (error) {
  log.fatal({ err: error }, 'can not listen')
  process.exit(1)
}
