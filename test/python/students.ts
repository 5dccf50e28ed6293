import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startServer } from '../support/server.ts'
import { demandPython } from './environment.ts'

/**
 * Has the service diagnose code that it has never seen: NumPy programs as students write them, right in every form and
 * with every mistake of the table. students/run.py says what is checked.
 *
 *   npm run test:python
 */

const PROGRAM = fileURLToPath(new URL('students/run.py', import.meta.url))

const python = demandPython()
const server = await startServer()
try {
  const child = spawn(python, ['-I', PROGRAM, server.origin], {
    env: { PATH: process.env['PATH'], NO_PROXY: '*', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [status] = await once(child, 'close')
  if (status !== 0) process.exitCode = 1
} finally {
  await server.stop()
}
