import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { demandPython, type Environment } from '../python/environment.ts'
import { startServer } from '../support/server.ts'

/**
 * Has Schemathesis try every operation of /openapi.json, with requests that it allows and with such as it does not, and
 * hold every answer against it. It needs python3, and at the first time a way to its packages.
 *
 *   npm run test:contract
 *   npm run test:contract -- --max-examples 2000 --seed 7      longer, and other requests
 *   npm run test:contract -- --include-operation-id forward    anything else that Schemathesis reads
 */

const CHECKED: Environment = {
  folder: '.venv-contract',
  requirements: ['test/contract/requirements.txt'],
  oldest: 11,
}

/**
 * What is so unless it is said otherwise; the seed, so that what fails once fails again, and one worker, since the
 * caches of Hypothesis are not for several threads.
 */
const USUAL = { 'max-examples': '10', seed: '231', 'max-response-time': '5', workers: '1' }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const said = process.argv.slice(2)
const usual = Object.entries(USUAL).filter(([name]) => !said.includes(`--${name}`))
const python = demandPython(CHECKED)
const server = await startServer({ LOG_LEVEL: 'info' })
try {
  const words = [
    ...['-m', 'schemathesis.cli', '--config-file', here('schemathesis.toml'), 'run'],
    ...[`${server.origin}/openapi.json`, '--continue-on-failure', '--generation-database', 'none'],
    ...usual.flatMap(([name, value]) => [`--${name}`, value]),
    ...said,
  ]
  const child = spawn(python, words, {
    env: {
      ...{ PATH: process.env['PATH'], NO_PROXY: '*', PYTHONPATH: here('.') },
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = await once(child, 'close')
  process.exitCode = code as number
} finally {
  await server.stop()
}
