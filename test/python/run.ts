import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { DOCUMENTS } from '../../docs/print.ts'
import { type Example, examplesOf, WRITTEN } from '../support/examples.ts'
import { readPage } from '../support/markdown.ts'
import { startServer } from '../support/server.ts'
import { DOCUMENTED, demandPython } from './environment.ts'

/**
 * Runs the Python of README.md and docs/*.md against the service, each page as one program, and compares what every
 * block prints with what the page says. It needs python3, and at the first time a way to its packages.
 *
 *   npm run test:python
 */

const ROOT = new URL('../../', import.meta.url)
const PROGRAM = fileURLToPath(new URL('page.py', import.meta.url))

interface Result {
  readonly printed: string
  readonly error: string | null
}

/** What the blocks of a page print. */
async function run(python: string, page: string, blocks: readonly Example[]): Promise<Result[]> {
  const child = spawn(python, ['-I', PROGRAM], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NO_PROXY: '*' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const programs = blocks.map(({ block }) => ({
    line: block.line,
    code: block.text.replaceAll(WRITTEN, server.origin),
  }))
  child.stdin.end(JSON.stringify({ page, blocks: programs }))
  const [results] = await Promise.all([json(child.stdout), once(child, 'close')])
  return results as Result[]
}

/** Why a block is not as the page says; undefined when it is. */
function faultOf({ answer }: Example, result: Result): string | undefined {
  if (result.error !== null) return result.error
  const [printed, shown] = [result.printed.replaceAll(server.origin, WRITTEN), answer?.text ?? '']
  return printed === shown ? undefined : `it printed\n\n${printed}\n\nand not\n\n${shown}\n`
}

const python = demandPython(DOCUMENTED)
const server = await startServer()
let [passed, failed] = [0, 0]
try {
  for (const path of DOCUMENTS) {
    const page = readPage(path, readFileSync(new URL(path, ROOT), 'utf8'))
    const blocks = examplesOf(page).filter(({ kind }) => kind === 'python')
    if (blocks.length === 0) continue
    const results = await run(python, path, blocks)
    const faults = results.flatMap((result, k) => {
      const example = blocks[k] as Example
      const fault = faultOf(example, result)
      return fault === undefined ? [] : [`${path}:${example.block.line}: ${fault}`]
    })
    const notRun = blocks.length - results.length
    passed += results.length - faults.length
    failed += faults.length + notRun
    for (const fault of faults) console.error(fault)
    console.log(`${path}: ${results.length} blocks run${notRun > 0 ? `, ${notRun} not` : ''}`)
  }
} finally {
  await server.stop()
}
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1
