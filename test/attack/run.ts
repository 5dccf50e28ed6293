import { parseArgs } from 'node:util'
import { startServer } from '../support/server.ts'
import { tried } from './judge.ts'
import type { Row } from './row.ts'
import { forwardRows } from './rows/forward.ts'
import { httpRows } from './rows/http.ts'
import { jsonRows } from './rows/json.ts'
import { mediaRows } from './rows/media.ts'
import { npyRows } from './rows/npy.ts'
import { npzRows } from './rows/npz.ts'
import { numberRows } from './rows/numbers.ts'
import { operationRows } from './rows/operations.ts'
import { sizeRows } from './rows/sizes.ts'
import { suiteRows } from './rows/suite.ts'

/**
 * Sends everything bad that a client can send, row by row, and after each row a good request that has to be right.
 *
 *   npm run test:attack                             against a service of its own
 *   npm run test:attack -- http://127.0.0.1:3000    against one that runs already, but for what tries its patience
 *   npm run test:attack -- --only npz               the families whose names begin so
 */

const FAMILIES: Readonly<Record<string, readonly Row[]>> = {
  json: jsonRows,
  numbers: numberRows,
  suite: suiteRows,
  forward: forwardRows,
  operations: operationRows,
  npy: npyRows,
  npz: npzRows,
  sizes: sizeRows,
  media: mediaRows,
  http: httpRows,
}

/** How a service of its own is set: as always, but sooner out of patience. */
const SETTINGS = { LOG_LEVEL: 'info', HEADERS_TIMEOUT_MS: '2000', REQUEST_TIMEOUT_MS: '3000' }

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '' } },
  allowPositionals: true,
})

/** Tries rows: one after the other, those that wait all at once. */
async function faultsIn(origin: URL, rows: readonly Row[]): Promise<string[]> {
  const faults: string[] = []
  for (const row of rows.filter(({ isSlow }) => !isSlow)) faults.push(...(await tried(origin, row)))
  const slow = rows.filter(({ isSlow }) => isSlow).map((row) => tried(origin, row))
  return [...faults, ...(await Promise.all(slow)).flat()]
}

/** How patient a service is that others have started, nobody here knows. */
const isTriedOn = (row: Row, isOwn: boolean) => isOwn || !row.isSlow

const names = Object.values(FAMILIES).flatMap((all) => all.map(({ name }) => name))
const twice = names.filter((name, k) => names.indexOf(name) !== k)
if (twice.length > 0) throw new Error(`rows of one name: ${twice}`)

const [address] = positionals
const server = address === undefined ? await startServer(SETTINGS) : undefined
const origin = new URL(server?.origin ?? (address as string))
const started = performance.now()
let [rows, faults] = [0, 0]
try {
  for (const [family, all] of Object.entries(FAMILIES)) {
    if (!family.startsWith(values.only)) continue
    const some = all.filter((row) => isTriedOn(row, server !== undefined))
    const found = await faultsIn(origin, some)
    for (const fault of found) console.error(`  ${fault}`)
    console.log(`${family}: ${some.length} rows, ${found.length} faults`)
    rows += some.length
    faults += found.length
  }
} finally {
  await server?.stop()
}
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(`${rows} rows and as many good requests in ${seconds} s: ${faults} faults`)
if (faults > 0 || rows === 0) process.exitCode = 1
