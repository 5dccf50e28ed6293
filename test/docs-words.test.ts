import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { DOCUMENTS } from '../docs/print.ts'
import { BATCH, FORGETFUL } from '../routes/examples/batch.ts'
import { OPERATIONS } from '../routes/operations.ts'
import { SCOPES } from '../schemas/scopes.ts'
import { buildApp } from '../src/app.ts'
import { Config } from '../src/config.ts'
import { float64 } from '../src/core/arithmetics/float64.ts'
import { MISTAKES } from '../src/core/diagnosis/mistakes.ts'
import { evaluate, parse } from '../src/core/formula.ts'
import { BACKWARD, FORWARD, INPUTS, type Value } from '../src/core/graph.ts'
import { codeOf, readPage } from './support/markdown.ts'

/** What stands between backticks in README.md and docs/*.md: names exist, formulas are the circuit's, sums add up. */

const ROOT = new URL('../', import.meta.url)
const FILES = ['docs', 'routes', 'schemas', 'src', 'test'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true }).map((path) => `${folder}/${path}`),
)

const PAGES = DOCUMENTS.map((path) => readPage(path, readFileSync(new URL(path, ROOT), 'utf8')))

/** Words of others: of the image, of JSON, of Python, of HTTP, of CS231n, of the notebook. */
const FOREIGN = new Set([
  'node',
  'null',
  'requests',
  'numpy',
  'matplotlib',
  'np.array',
  'np.save',
  'np.savez',
  'np.savez_compressed',
  'np.random.seed',
  'np.random.randn',
  'application/octet-stream',
  'text/plain',
  'assert',
  'json',
  'rel_error',
  'IPython.display.SVG(data=svg)',
  'BATCHNORM_URL',
  'traceparent',
])

const VALUES: ReadonlyMap<string, Value> = new Map(
  [...FORWARD, ...BACKWARD].map((value) => [value.name, value]),
)

type Schema = { properties?: object; enum?: unknown[]; [key: string]: unknown }

/** Every name of a field, every word that a field may hold, every operationId. */
function wordsOf(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return []
  const { properties = {}, enum: words = [], const: word, operationId } = document as Schema
  return [
    ...Object.keys(properties),
    ...[...words, word, operationId].filter((each) => typeof each === 'string'),
    ...Object.values(document).flatMap(wordsOf),
  ]
}

/** The fields of the documented log lines, which docs.test.ts compares with real ones. */
const LOGGED = PAGES.flatMap(({ blocks }) => blocks)
  .filter(({ kind }) => kind === 'log')
  .flatMap(({ text }) => text.split('\n').flatMap((line) => Object.keys(JSON.parse(line))))

/** What the programs of the documents define. */
const DEFINED = PAGES.flatMap(({ blocks }) => blocks)
  .filter(({ kind }) => kind === 'python')
  .flatMap(({ text }) => [...text.matchAll(/^ *(?:(?:def|class) )?(\w+)(?: =|\(|:)/gm)])
  .map(([, name]) => name)

const app = await buildApp(Config.parse({}), pino({ level: 'silent' }))
await app.ready()
const document = app.swagger() as { paths: object }
const PATHS = new Set([...Object.keys(document.paths), '/docs'])
/** The names of what Prometheus reads, and of its labels. */
async function figures(): Promise<string[]> {
  const wrong = { ...BATCH, submitted: FORGETFUL }
  await app.inject({ method: 'POST', url: '/v1/diagnose', payload: wrong })
  const { payload } = await app.inject('/metrics')
  const names = [...payload.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name)
  const labels = [...payload.matchAll(/(\w+)="/g)].map(([, name = '']) => name)
  return [...names, ...labels]
}

/** The media types that some operation reads or writes. */
const TYPES = new Set(JSON.stringify(document).match(/application\/[\w.+-]+/g))
const WORDS = new Set([
  ...wordsOf(document),
  ...INPUTS.map(({ name }) => name),
  ...Object.keys(Config.shape),
  ...Config.shape.LOG_LEVEL.unwrap().options,
  ...Config.shape.METRICS.unwrap().options,
  ...OPERATIONS.map(({ path }) => path.slice('/v1/'.length)),
  ...LOGGED,
  ...DEFINED,
  ...(await figures()),
  ...MISTAKES.map(({ id }) => id),
  ...Object.keys(SCOPES),
  'sum',
  'k',
  'keep',
])

/** What people write instead of the circuit's formulas: `mu = sum(x)`. */
const MISTAKEN = new Set(
  MISTAKES.flatMap(({ changes }) =>
    changes.flatMap((change) => Object.entries(change).map((line) => line.join(' = '))),
  ),
)

/** Why a piece of code is wrong; undefined when it is right, or says nothing that can be looked up. */
function faultOf(code: string): string | undefined {
  const [, path] = /^(?:GET |POST )?(\/[\w./-]*)$/.exec(code) ?? []
  if (path !== undefined) return PATHS.has(path) ? undefined : 'no such address'
  if (/^[\w.-]+\/|\.(ts|json|md|svg)$/.test(code)) {
    if (TYPES.has(code) || FOREIGN.has(code)) return undefined
    const known = existsSync(new URL(code, ROOT)) || FILES.some((file) => file.endsWith(`/${code}`))
    return known ? undefined : 'no such file'
  }
  if (/^[a-z][\w-]*(\.[a-z][\w-]*)*$|^[A-Z][A-Z_]+$/.test(code)) {
    const known = FOREIGN.has(code) || code.split('.').every((word) => WORDS.has(word))
    return known ? undefined : 'no such name'
  }
  const [, left = '', right = ''] = /^(.+) = (.+)$/.exec(code) ?? []
  const value = VALUES.get(left)
  if (value) {
    const known = right === value.formula || right === value.evalFormula
    return known ? undefined : `the formula is ${value.formula}`
  }
  if (/^[-+*/(). \d]*(sqrt)?[-+*/(). \d]*$/.test(left) && /^-?[\d.]+$/.test(right)) {
    const result = evaluate(parse(left), float64, () => expect.unreachable()).data[0] as number
    return Math.abs(result - Number(right)) < 1e-12 ? undefined : `it is ${result}`
  }
  return undefined
}

for (const page of PAGES) {
  test(`${page.path} names what exists, and its sums add up`, () => {
    const faults = codeOf(page).flatMap(({ code, line }) => {
      const isMistake = page.path === 'docs/mistakes.md' && MISTAKEN.has(code)
      const fault = isMistake ? undefined : faultOf(code)
      return fault === undefined ? [] : [`line ${line}: ${code}: ${fault}`]
    })
    expect(faults).toEqual([])
  })
}

describe('what is looked for', () => {
  for (const [code, fault] of [
    ['dxmu3', 'no such name'],
    ['unsigned-probe', 'no such name'],
    ['PORTS', 'no such name'],
    ['/v1/diagnosis', 'no such address'],
    ['src/core/graphs.ts', 'no such file'],
    ['dmu = sum(dx1)', 'the formula is -sum(dx1)'],
    ['(1 + 4 + 7) / 3 = 5', 'it is 4'],
    ['sqrt(6 + 0.25) = 2', 'it is 2.5'],
  ] as const) {
    test(`${code} is not right`, () => expect(faultOf(code)).toBe(fault))
  }
})
