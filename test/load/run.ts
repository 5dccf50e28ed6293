import { startServer } from '../support/server.ts'
import { acts } from './act.ts'
import { deadline } from './deadline.ts'
import { overload } from './overload.ts'

/**
 * Plays a deadline and an overload against the service on loopback, and prints what everybody felt. It takes some two
 * and a half minutes, and fails when a request was lost that nobody refused.
 *
 *   npm run test:load
 *   npm run test:load -- 100 20     100 students, 20 seconds of each
 */

const [students = 500, seconds = 60] = process.argv.slice(2).map(Number)
const server = await startServer()
try {
  const table = await acts(server.origin)
  console.log('# A deadline\n')
  const isServed = await deadline(server.origin, table, students, seconds)
  console.log('\n# Twice the capacity\n')
  const isHeld = await overload(server.origin, table, seconds)
  if (!isServed || !isHeld) process.exitCode = 1
} finally {
  await server.stop()
}
