import { parseArgs } from 'node:util'
import { startServer } from '../support/server.ts'
import { nextCase } from './cases.ts'
import { diceOf } from './dice.ts'
import { faultOf, inProcess, overHttp } from './outcome.ts'

/**
 * Spoils archives by a seed, and looks whether each is refused or means what it should: in process, and every so many
 * over HTTP as well, where the same has to come of it.
 *
 *   npm run test:fuzz
 *   npm run test:fuzz -- --runs 1000000 --seed 7    more, and others
 *   npm run test:fuzz -- --from 4711 --runs 1       a single one
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '231' },
    from: { type: 'string', default: '0' },
    every: { type: 'string', default: '50' },
  },
})
const [runs, seed, from, every] = [values.runs, values.seed, values.from, values.every].map(
  Number,
) as [number, number, number, number]
/** How many faults are told before the rest is left. */
const MOST_FAULTS = 20

const server = await startServer()
const counts = { answered: 0, refused: 0, sent: 0, faults: 0 }
const started = performance.now()

function report(run: number, what: string, fault: string): void {
  counts.faults += 1
  console.error(`${run}: ${what}: ${fault}`)
}

try {
  for (let run = from; run < from + runs && counts.faults < MOST_FAULTS; run++) {
    const each = nextCase(diceOf(seed * 2 ** 20 + run))
    const what = `${each.operation.id}, ${each.what}`
    try {
      const outcome = inProcess(each, each)
      counts[outcome.status === 200 ? 'answered' : 'refused'] += 1
      const fault = faultOf(each, outcome)
      if (fault !== undefined) report(run, what, fault)
      if (run % every !== 0) continue
      const heard = await overHttp(server.origin, each)
      counts.sent += 1
      if (heard.status !== outcome.status || heard.says !== outcome.says) {
        report(run, what, `is ${heard.status} over HTTP, and ${outcome.status} in process`)
      }
    } catch (error) {
      report(run, what, String(error))
    }
  }
} finally {
  await server.stop()
}
const seconds = (performance.now() - started) / 1000
const { answered, refused, sent, faults } = counts
console.log(
  `${answered + refused} archives of seed ${seed}, ${Math.round((answered + refused) / seconds)} in a second: ` +
    `${answered} answered, ${refused} refused, ${sent} over HTTP as well; ${faults} faults`,
)
if (faults > 0 || answered === 0 || refused === 0) process.exitCode = 1
