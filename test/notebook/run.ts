import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { demandPython, folderOf, NOTEBOOK } from '../python/environment.ts'
import { WRITTEN } from '../support/examples.ts'
import { startServer } from '../support/server.ts'
import { differences, type Notebook } from './notebook.ts'

/**
 * Executes examples/check_my_batchnorm.ipynb against the service, and compares what every cell prints and shows with
 * what is stored in it. It needs python3, and at the first time a way to its packages.
 *
 *   npm run test:notebook              says where they differ
 *   npm run test:notebook -- --write   stores the fresh outputs
 */

const PATH = fileURLToPath(new URL('../../examples/check_my_batchnorm.ipynb', import.meta.url))
const PROGRAM = fileURLToPath(new URL('execute.py', import.meta.url))

/** The notebook with its fresh outputs; undefined when a cell raises, which is told on stderr. */
async function execute(python: string, origin: string): Promise<string | undefined> {
  const child = spawn(python, ['-I', '-B', PROGRAM, PATH], {
    // What Jupyter and matplotlib keep in a home lies with their packages.
    env: {
      PATH: process.env['PATH'],
      HOME: folderOf(NOTEBOOK),
      NO_PROXY: '*',
      PYTHONDONTWRITEBYTECODE: '1',
      BATCHNORM_URL: origin,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [written, [status]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return status === 0 ? written.replaceAll(origin, WRITTEN) : undefined
}

const python = demandPython(NOTEBOOK)
const server = await startServer()
const written = await execute(python, server.origin).finally(() => server.stop())

if (written === undefined) {
  process.exitCode = 1
} else if (process.argv.includes('--write')) {
  writeFileSync(PATH, written)
} else {
  const [stored, fresh] = [readFileSync(PATH, 'utf8'), written].map(
    (each): Notebook => JSON.parse(each),
  ) as [Notebook, Notebook]
  const faults = differences(stored, fresh)
  for (const fault of faults) console.error(fault)
  console.log(`${fresh.cells.length} cells, ${faults.length} with other outputs`)
  if (faults.length > 0) process.exitCode = 1
}
