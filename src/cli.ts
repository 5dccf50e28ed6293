import { buffer } from 'node:stream/consumers'
import { OPERATIONS } from '../routes/operations.ts'
import { SCOPES } from '../schemas/scopes.ts'
import { limitsOf, readConfig } from './config.ts'
import { problemOf } from './http/refuse.ts'
import { keyFor } from './keys/make.ts'
import { execute, whole } from './operations/execute.ts'

/**
 * The operations without HTTP, for where there is no network: a request on standard input, the reply on standard
 * output, byte for byte as over HTTP, or a problem there and exit status 1.
 *
 *   node src/cli.ts forward < request.json
 *   node src/cli.ts gradient-check/sweep < request.json
 *   node src/cli.ts grade --format gradescope < request.json
 *   node src/cli.ts openapi
 *
 * `key new` makes a key for the service: its entry for KEYS_FILE goes to standard output, the token to standard error.
 *
 *   node src/cli.ts key new --name course-a --scopes grade,diagnose >> keys
 */

/** What the names of operations begin with that are called by a format. */
const FORMATS = 'grade/'

const operations = new Map(OPERATIONS.map((each) => [each.path.slice('/v1/'.length), each]))
const command = commandOf(process.argv.slice(2))
const operation = operations.get(command)
const key = process.argv[2] === 'key' ? keyFor(process.argv.slice(3)) : undefined

if (key) {
  console.error(`the token, shown only now: ${key.token}`)
  console.log(key.entry)
} else if (operation === undefined && command !== 'openapi') {
  console.error(usage())
  process.exitCode = 2
} else if (operation) {
  const limits = limitsOf(readConfig({ CHECK_WORK: process.env['CHECK_WORK'] }))
  const message = { body: await buffer(process.stdin), contentType: 'application/json' }
  try {
    process.stdout.write(whole(execute(operation, message, limits)))
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    process.stdout.write(JSON.stringify(problem))
    process.exitCode = 1
  }
} else {
  // Only now, since it takes longer to load than a small batch takes to compute.
  const [{ buildApp }, { pino }] = await Promise.all([import('./app.ts'), import('pino')])
  const app = await buildApp(readConfig({}), pino({ level: 'silent' }))
  await app.ready()
  console.log(JSON.stringify(app.swagger(), null, 2))
}

/** The command in some words, `grade --format gradescope` being `grade/gradescope`; nothing where they are no command. */
function commandOf(words: readonly string[]): string {
  const [name = '', option, format, ...rest] = words
  if (option === undefined) return name
  return option === '--format' && rest.length === 0 ? `${name}/${format}` : ''
}

function usage(): string {
  const names = [...operations.keys(), 'openapi']
  const isFormat = (name: string) => name.startsWith(FORMATS)
  const formats = names.filter(isFormat).map((name) => name.slice(FORMATS.length))
  return [
    `usage: node src/cli.ts ${names.filter((name) => !isFormat(name)).join(' | ')}`,
    `       node src/cli.ts grade --format ${formats.join(' | ')}`,
    `       node src/cli.ts key new --name NAME --scopes ${Object.keys(SCOPES).join(',')}`,
  ].join('\n')
}
