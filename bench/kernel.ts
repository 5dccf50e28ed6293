import { rounded } from '../src/core/arithmetics/double-double.ts'
import { backward } from '../src/core/fused/backward.ts'
import { forward } from '../src/core/fused/forward.ts'
import type { Sweeps } from '../src/core/fused/sweeps.ts'
import { plainSweeps } from '../src/core/fused/twin.ts'
import { fusingSweeps, vectorSweeps } from '../src/core/fused/wasm.ts'
import { filled, type Matrix, matrix } from '../src/core/matrix.ts'
import * as table from '../src/core/passes.ts'
import { signedNumbers } from '../src/core/random.ts'

/**
 * The circuit in double-double, four ways: as a table value by value, and fused in a few sweeps, in plain TypeScript and
 * in WebAssembly. One process, hot, the ways in turn, medians in milliseconds. Every way gives the same bits.
 *
 *   node bench/kernel.ts
 */

// biome-ignore format: a table is read in columns
const SIZES = [
  { n: 32,   d: 16,   rounds: 200, tableRounds: 50 },
  { n: 256,  d: 128,  rounds: 30,  tableRounds: 5 },
  { n: 1000, d: 1000, rounds: 9,   tableRounds: 1 },
]

const SWEEPS: Readonly<Record<string, Sweeps | undefined>> = {
  twin: plainSweeps(),
  'WASM, vectors': vectorSweeps(),
  'WASM, fused operations': fusingSweeps(),
}

const all = () => true
const none = () => false

function measured({ n, d, rounds, tableRounds }: (typeof SIZES)[number]): string[] {
  const next = signedNumbers(1, 'bench')
  const drawn = (): Matrix => matrix(n, d, Float64Array.from({ length: n * d }, next))
  const inputs = { x: drawn(), gamma: filled(d, 1.5), beta: filled(d, 0.25), eps: 1e-5 } as const
  const training = { ...inputs, mode: 'train' } as const
  const dout = drawn()
  const byTable = {
    forward: () => table.forward(training),
    backward: () => table.backward(dout, table.cacheOf(table.forward(training), training), 'train'),
  }
  const PASSES: Record<string, { table: () => unknown; fused: (sweeps: Sweeps) => unknown }> = {
    'forward, out': {
      table: () => rounded(byTable.forward().out),
      fused: (sweeps) => forward(training, (name) => name === 'out', sweeps),
    },
    'forward, all': {
      table: () => Object.values(byTable.forward()).map(rounded),
      fused: (sweeps) => forward(training, all, sweeps),
    },
    'backward, dx dgamma dbeta': {
      table: () => rounded(byTable.backward().dx),
      fused: (sweeps) => backward(training, dout, none, sweeps),
    },
    'backward, all': {
      table: () => Object.values(byTable.backward()).map(rounded),
      fused: (sweeps) => backward(training, dout, all, sweeps),
    },
  }
  return Object.entries(PASSES).map(([title, pass]) => {
    const ways = Object.entries(SWEEPS).map(
      ([, sweeps]) =>
        sweeps &&
        (() => {
          pass.fused(sweeps)
        }),
    )
    const [reference, ...fused] = inTurn([pass.table, ...ways], [tableRounds, rounds])
    const cells = [reference, ...fused].map((ms) => (ms === undefined ? 'none' : shown(ms)))
    const best = Math.min(...fused.filter((ms) => ms !== undefined))
    const perElement = `${((best * 1e6) / n / d).toFixed(1)} ns`
    const gain = `${((reference as number) / best).toFixed(0)}x`
    return `| ${[`${n}x${d}`, title, ...cells, perElement, gain].join(' | ')} |`
  })
}

/** The median time of each way; the first of them is run less often than the others. */
function inTurn(
  ways: readonly ((() => unknown) | undefined)[],
  [first, others]: readonly [number, number],
): (number | undefined)[] {
  const times = ways.map((): number[] => [])
  const warmUp = Math.ceil(others / 5)
  for (let round = -warmUp; round < others; round++) {
    for (const [k, way] of ways.entries()) {
      if (!way || (k === 0 && (round < 0 ? first > 1 && round < -1 : round >= first))) continue
      const start = performance.now()
      way()
      if (round >= 0) times[k]?.push(performance.now() - start)
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[each.length >> 1])
}

function shown(ms: number): string {
  return ms < 1 ? ms.toFixed(3) : ms.toFixed(1)
}

const HEAD = ['size', 'values', 'table', ...Object.keys(SWEEPS), 'best per element', 'table / best']
console.log(`| ${HEAD.join(' | ')} |
| ${HEAD.map(() => '---').join(' | ')} |`)
for (const size of SIZES) for (const row of measured(size)) console.log(row)
