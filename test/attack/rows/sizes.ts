import { npyOf, npzOf } from '../../support/npz.ts'
import { same } from '../right.ts'
import { FORWARD, JSON_TYPE, NPY, NPZ, posted, type Row, refused, type Wants } from '../row.ts'

/** What is large: over each limit by a little, and within all of them. Made when it is sent, and forgotten after it. */

const MIB = 2 ** 20
const rows = (n: number, d: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: d }, (_, j) => Math.sin(i * d + j)))
const text = (request: object) => JSON.stringify(request)
const tall = (n: number) => Array.from({ length: n }, (_, i) => [i % 7])
const tooLarge = refused('too-large')
const tooMuch = (...pointers: string[]) => refused('too-much-work', pointers)

type Case = readonly [
  what: string,
  path: string,
  type: string,
  body: () => string | Buffer,
  wants: Wants | 'the same',
]

// biome-ignore format: a table is read in rows
const CASES: readonly Case[] = [
  ['a JSON of 32 MiB and a byte', FORWARD, JSON_TYPE, () => ' '.repeat(32 * MIB + 1), tooLarge],
  ['a JSON of 100 MB', FORWARD, JSON_TYPE, () => '1'.repeat(1e8), tooLarge],
  ['32 MiB of nothing', FORWARD, JSON_TYPE, () => ' '.repeat(32 * MIB), refused('malformed')],
  ['a number of 30 MB', FORWARD, JSON_TYPE, () => `{"x": [[${'1'.repeat(3e7)}]]}`, refused('invalid', ['#/x/0/0'])],
  ['a fraction of 30 MB', FORWARD, JSON_TYPE, () => `{"x": [[0.${'1'.repeat(3e7)}]], "include": []}`, 'the same'],
  ['a string of 30 MB', FORWARD, JSON_TYPE, () => `{"x": "${'1'.repeat(3e7)}"}`, refused('invalid', ['#/x'])],
  ['30 MB of brackets', FORWARD, JSON_TYPE, () => `{"x": ${'['.repeat(3e7)}`, tooLarge],
  ['ten million empty rows', FORWARD, JSON_TYPE, () => `{"x": [${'[],'.repeat(1e7 - 1)}[]]}`, tooLarge],
  ['an archive of 64 MiB and a byte', FORWARD, NPZ, () => Buffer.alloc(64 * MIB + 1), tooLarge],
  ['64 MiB that are no archive', FORWARD, NPZ, () => Buffer.alloc(64 * MIB), refused('malformed')],
  ['64 MiB that are no array', FORWARD, NPY, () => Buffer.alloc(64 * MIB), refused('malformed')],
  ['a check of 500 rows of 1000', '/v1/gradient-check', JSON_TYPE, () => text({ x: rows(500, 1000) }), tooMuch('#/x')],
  ['a check of 20,000 rows', '/v1/gradient-check', JSON_TYPE, () => text({ x: tall(20_000) }), tooMuch('#/x')],
  ['a sweep of 4,000 rows', '/v1/gradient-check/sweep', JSON_TYPE, () => text({ x: tall(4000), points: 101 }), tooMuch('#/x')],
  ['a diagnosis of a million rows', '/v1/diagnose', JSON_TYPE, () => text({ x: tall(1e6), submitted: { mu: [3] } }), tooMuch('#/x')],
  ['inputs of a billion rows', '/v1/inputs', JSON_TYPE, () => '{"shape": [1000000000, 4]}', refused('invalid', ['#/shape'])],
  ['inputs of more than there are numbers', '/v1/inputs', JSON_TYPE, () => '{"shape": [94906267, 94906267, 94906267]}', refused('invalid', ['#/shape'])],

  ['300 rows of 100, as JSON', FORWARD, JSON_TYPE, () => text({ x: rows(300, 100), include: ['steps'] }), 'the same'],
  ['300 rows of 100, as an archive', FORWARD, NPZ, () => npzOf({ x: rows(300, 100), include: ['steps'] }), 'the same'],
  ['2,000 rows of 100, as an array', FORWARD, NPY, () => npyOf(rows(2000, 100)), 'the same'],
  ['a row of 100,000', FORWARD, JSON_TYPE, () => text({ x: rows(1, 100_000), include: [] }), 'the same'],
  ['100,000 rows of one', FORWARD, JSON_TYPE, () => text({ x: tall(100_000), include: [] }), 'the same'],
  ['the way back of 300 rows', '/v1/backward', JSON_TYPE, () => text({ x: rows(300, 100), dout: rows(300, 100), include: ['steps'] }), 'the same'],
  ['a check of 60 rows of 50', '/v1/gradient-check', JSON_TYPE, () => text({ x: rows(60, 50) }), 'the same'],
]

export const sizeRows: readonly Row[] = CASES.map(([what, path, type, body, wants]) => ({
  name: `sizes, ${what}`,
  sends: () => posted(path, body(), type)(),
  wants: wants === 'the same' ? { right: (answer) => rightOf(path, body(), type, answer) } : wants,
}))

type Right = Extract<Wants, { right: unknown }>

function rightOf(
  path: string,
  body: string | Buffer,
  type: string,
  answer: Parameters<Right['right']>[0],
) {
  return (same(path, body, type) as Right).right(answer)
}
