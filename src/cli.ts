import { buffer } from 'node:stream/consumers'
import { pino } from 'pino'
import { buildApp, OPERATIONS } from './app.ts'
import { readConfig } from './config.ts'
import { problemOf } from './http/doors.ts'
import { execute } from './operations/execute.ts'

/**
 * The operations without HTTP, for where there is no network: a request on standard input, the reply on standard
 * output, or a problem there and exit status 1.
 *
 *   node src/cli.ts forward < request.json
 *   node src/cli.ts openapi
 */

const [command] = process.argv.slice(2)
const operation = OPERATIONS.find(({ id }) => id === command)

if (operation) {
  const body = await buffer(process.stdin)
  try {
    const limits = { checkWork: readConfig(process.env).CHECK_WORK }
    console.log(execute(operation, { body, contentType: 'application/json' }, limits).body)
  } catch (error) {
    console.log(JSON.stringify(problemOf(error)))
    process.exitCode = 1
  }
} else if (command === 'openapi') {
  const app = await buildApp(readConfig({}), pino({ level: 'silent' }))
  await app.ready()
  console.log(JSON.stringify(app.swagger(), null, 2))
} else {
  console.error(
    `usage: node src/cli.ts ${[...OPERATIONS.map(({ id }) => id), 'openapi'].join(' | ')}`,
  )
  process.exitCode = 2
}
