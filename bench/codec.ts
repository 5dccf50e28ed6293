import { OPERATIONS } from '../routes/operations.ts'
import { limitsOf, readConfig } from '../src/config.ts'
import { readJson, readRequest } from '../src/formats/json.ts'
import { plainPieces, writeJson } from '../src/formats/json-text.ts'
import { validate } from '../src/formats/validate.ts'
import { bodies } from './load/bodies.ts'
import { median } from './support/statistics.ts'

/**
 * Forward requests in JSON from the first byte to the last, in one process and without HTTP: numbers read and written by
 * the codec, by the engine, or one of each. The ways in turn, no body twice in a row, medians of CPU in milliseconds.
 *
 *   node bench/codec.ts
 */

// biome-ignore format: a table is read in columns
const SIZES = [
  { n: 32,   d: 16,   rounds: 60, times: 256 },
  { n: 1000, d: 1000, rounds: 9,  times: 1 },
]

const operation = OPERATIONS.find(({ id }) => id === 'forward')
if (!operation) throw new Error('no operation')
const { request, run } = operation
const limits = limitsOf(readConfig({}))

type Input = Parameters<typeof run>[0]
const READERS = {
  engine: (body: Buffer) => validate(request, readJson(body)) as Input,
  codec: (body: Buffer) => readRequest(request, body) as Input,
}
const WRITERS = { engine: plainPieces, codec: writeJson }

// biome-ignore format: a table is read in columns
const WAYS = [
  { read: 'engine', write: 'engine' },
  { read: 'codec',  write: 'engine' },
  { read: 'engine', write: 'codec' },
  { read: 'codec',  write: 'codec' },
] as const

function cpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e3
}

function answer(body: Buffer, { read, write }: (typeof WAYS)[number]): number {
  let bytes = 0
  const reply = run(READERS[read](body), limits, () => {}) as object
  for (const piece of WRITERS[write](reply)) bytes += piece.length
  return bytes
}

for (const { n, d, rounds, times } of SIZES) {
  for (const include of [[], ['steps']]) {
    const all = bodies({ path: '/v1/forward', n, d, format: 'json', include })
    const took = WAYS.map((): number[] => [])
    let next = 0
    for (let round = -2; round < rounds; round++) {
      for (const [k, way] of WAYS.entries()) {
        const begun = cpu()
        for (let time = 0; time < times; time++) answer(all[next++ % all.length] as Buffer, way)
        if (round >= 0) took[k]?.push((cpu() - begun) / times)
      }
    }
    const medians = took.map(median)
    const lines = WAYS.map(({ read, write }, k) => {
      const ms = medians[k] as number
      const times = ((medians[0] as number) / ms).toFixed(2)
      return `  read by the ${read}, written by the ${write}: ${ms.toFixed(3)} ms, ${times} times`
    })
    console.log([`${n} x ${d}, ${include[0] ?? 'out'}`, ...lines].join('\n'))
  }
}
