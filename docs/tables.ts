import { z } from 'zod'
import pkg from '../package.json' with { type: 'json' }
import lock from '../package-lock.json' with { type: 'json' }
import { backward } from '../routes/backward.ts'
import { backwardExamples } from '../routes/examples/backward.ts'
import { forwardExamples } from '../routes/examples/forward.ts'
import { forward } from '../routes/forward.ts'
import { PLATFORM_OPERATIONS } from '../schemas/grade/platforms.ts'
import { PROBLEMS } from '../schemas/problems.ts'
import { SCOPES } from '../schemas/scopes.ts'
import { Config, limitsOf, readConfig } from '../src/config.ts'
import { type LineName, linesOf, wireName } from '../src/core/diagnosis/lines.ts'
import { MISTAKES } from '../src/core/diagnosis/mistakes.ts'
import { METHODS, PRESETS, type Preset } from '../src/core/gradient-check/methods.ts'
import { CIRCUIT, STEPS, type Value } from '../src/core/graph.ts'
import { KINDS } from '../src/core/inputs/kinds.ts'
import { CONVENTIONS, type Convention } from '../src/core/running.ts'
import { WARNINGS } from '../src/core/warnings.ts'
import { execute, whole } from '../src/operations/execute.ts'

/** The tables of the documents, printed from the code. */

type Row = readonly string[]

/** The columns are padded to one width, as Biome formats Markdown. */
function table(header: Row, rows: readonly Row[]): string {
  const widths = header.map((_, k) => Math.max(...[header, ...rows].map((cells) => size(cells, k))))
  const rule = widths.map((width) => '-'.repeat(width))
  return [header, rule, ...rows]
    .map((cells) => `| ${widths.map((width, k) => cells[k]?.padEnd(width)).join(' | ')} |`)
    .join('\n')
}

const size = (cells: Row, k: number) => cells[k]?.length ?? 0
const code = (text: string) => `\`${text}\``
const figure = (value: number) => (value !== 0 && value < 0.01 ? value.toExponential() : `${value}`)
const power = (value: number) => `2^${Math.log2(value)}`

/** The circuit, forward from step 1 and backward to step 0. */
function steps(): string {
  const equations = (values: readonly Value[]) =>
    values.map(({ name, formula }) => code(`${name} = ${formula}`)).join('<br>')
  return table(
    ['step', 'title', 'forward', 'backward'],
    STEPS.toReversed().map(({ step, title, forward, backward }) => [
      `${step}`,
      title,
      equations(forward) || '-',
      equations(backward),
    ]),
  )
}

/** The values that evaluation makes otherwise. */
function evaluation(): string {
  const values: readonly Value[] = CIRCUIT.flatMap(({ forward, backward }) => [
    ...forward,
    ...backward,
  ])
  const other = values.filter(({ evalFormula }) => evalFormula !== undefined)
  return table(
    ['value', 'in mode `train`', 'in mode `eval`'],
    other.map(({ name, formula, evalFormula = '' }) => [
      code(name),
      code(formula),
      code(evalFormula),
    ]),
  )
}

function conventions(): string {
  const multiplies = { keep: 'the old', replace: 'the batch', cumulative: 'nothing' }
  const row = ([name, convention]: [string, Convention]) => {
    const { system, update, estimator, initial, momentum, eps } = convention
    const without = update === 'cumulative' ? '-' : 'you give it'
    return [
      code(name),
      system,
      multiplies[update],
      momentum === null ? without : figure(momentum),
      estimator === 'biased' ? 'N' : 'N - 1',
      initial ? `${initial.mean}, ${initial.var}` : 'you give them',
      figure(eps),
    ]
  }
  return table(
    [
      'convention',
      'system',
      'momentum multiplies',
      'momentum',
      'var over',
      'first mean, var',
      'eps',
    ],
    Object.entries(CONVENTIONS).map(row),
  )
}

function methods(): string {
  const looks = { elements: 'every element', probes: 'random directions' }
  return table(
    ['method', 'how', 'looks at', 'cost', 'h in double-double', 'h in float64'],
    Object.entries(METHODS).map(([name, { about, along, cost, step }]) => [
      code(name),
      about,
      looks[along],
      String(cost),
      power(step['double-double']),
      power(step.float64),
    ]),
  )
}

function presets(): string {
  const relative = {
    numeric: '\\|n\\|',
    sum: 'max(1e-8, \\|c\\| + \\|n\\|)',
    unit: 'max(1, \\|n\\|)',
  }
  const row = ([name, preset]: [string, Preset]) => {
    const { system, method, h, atol, rtol, measure, pooled, unsigned } = preset
    const looks = [pooled && 'all channels at once', unsigned && 'never negative']
    return [
      code(name),
      system,
      code(method),
      Number.isInteger(Math.log2(h)) ? power(h) : figure(h),
      figure(atol),
      figure(rtol),
      relative[measure],
      looks.filter(Boolean).join(', ') || '-',
    ]
  }
  return table(
    ['preset', 'checker', 'method', 'h', 'atol', 'rtol', 'rtol is relative to', 'directions'],
    Object.entries(PRESETS).map(row),
  )
}

/** Some of the warnings, in the order of asking. */
function warnings(...codes: string[]): string {
  const about: Readonly<Record<string, string>> = WARNINGS
  return table(
    ['code', 'what it says'],
    codes.map((name) => {
      if (!about[name]) throw new Error(`there is no warning ${name}`)
      return [code(name), about[name]]
    }),
  )
}

function kinds(): string {
  return table(
    ['kind', 'what it is'],
    Object.entries(KINDS).map(([name, { about }]) => [code(name), about]),
  )
}

/** The known mistakes that show first in one of the passes. */
function mistakes(pass = ''): string {
  const lines = new Map(
    (['train', 'eval'] as const).flatMap((mode) =>
      linesOf(mode, { running: true, backward: true }).map((line) => [line.name, line] as const),
    ),
  )
  const rows = MISTAKES.flatMap(({ id, at, title, changes: [first], mode, needs }) => {
    const line = lines.get(at)
    if (line?.pass !== pass || !first) return []
    const [name, formula] = Object.entries(first)[0] as [LineName, string]
    const where = [mode === 'eval' ? 'in evaluation' : '', needs ?? ''].filter(
      (word) => word !== '',
    )
    const step = `${line.step}${where.length > 0 ? ` (${where.join(', ')})` : ''}`
    return [[step, code(id), title, code(`${wireName(name)} = ${formula}`)]]
  })
  return table(['step', 'id', 'what was done', 'for example'], rows)
}

/** The other routes to a value, none of them a mistake. */
function equivalents(): string {
  const rows = linesOf('train', { running: false, backward: true }).flatMap((line) =>
    line.equivalents.length === 0
      ? []
      : [[code(line.name), code(line.formula), line.equivalents.map(code).join('<br>')]],
  )
  return table(['value', 'the post', 'as good'], rows)
}

/** Every package that an installation for production holds, whoever asked for it. */
function licences(): string {
  const own = Object.keys(pkg.dependencies)
  const rows = Object.entries(lock.packages as Readonly<Record<string, Locked>>)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version = '', license = '' }]) => {
      const name = path.replace(/^.*node_modules\//, '')
      const by = own.includes(name) ? 'itself' : name in pkg.optionalDependencies ? 'npm' : 'others'
      return [name, version, license, by]
    })
  return table(['package', 'version', 'licence', 'wanted by'], rows)
}

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
}

function platforms(): string {
  return table(
    ['address', 'platform', 'the document goes', 'type', 'has to be told something'],
    PLATFORM_OPERATIONS.map(({ path, title, goes, mediaType, optional }) => [
      code(path),
      title,
      goes,
      code(mediaType),
      optional ? 'no' : 'yes',
    ]),
  )
}

function problems(): string {
  return table(
    ['code', 'status', 'what happened', 'how to solve it'],
    Object.entries(PROBLEMS).map(([name, { status, cause, solve }]) => [
      code(name),
      `${status}`,
      cause,
      solve,
    ]),
  )
}

/** What each scope of a key opens. */
function scopes(): string {
  const rows = Object.entries(SCOPES).map(([scope, about]) => [code(scope), about])
  return table(['scope', 'what it opens'], rows)
}

interface Variable {
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
}

function configuration(): string {
  const { properties } = z.toJSONSchema(Config) as { properties: Record<string, Variable> }
  const defaults: Readonly<Record<string, string | number>> = Config.parse({})
  const row = ([name, { description = '', minimum, maximum, enum: words }]: [string, Variable]) => [
    code(name),
    defaults[name] === '' ? 'none' : code(`${defaults[name]}`),
    minimum === undefined ? (words?.join(', ') ?? 'text') : `${minimum} to ${maximum}`,
    description,
  ]
  return table(
    ['variable', 'default', 'may be', 'what it sets'],
    Object.entries(properties).map(row),
  )
}

type Nested = number | readonly Nested[]

/** The batch of the first examples in routes/examples, and every value of the circuit for it. */
function exampleValues(): Readonly<Record<string, Nested>> {
  const { include: _, ...batch } = forwardExamples[0].request as Record<string, Nested>
  const { beta: __, ...inputs } = batch
  const { dout } = backwardExamples[0].request as Record<string, Nested>
  return {
    ...batch,
    ...stepsOf(forward, batch),
    ...(dout && { dout, ...stepsOf(backward, { ...inputs, dout }) }),
  }
}

function stepsOf(operation: typeof forward | typeof backward, request: object) {
  const body = Buffer.from(JSON.stringify({ ...request, include: ['steps'] }))
  const message = { body, contentType: 'application/json' }
  const limits = limitsOf(readConfig({}))
  return JSON.parse(whole(execute(operation, message, limits)).toString()).steps
}

/** Values of the tutorial's batch: per channel one number, or those of the N examples in their order. */
function values(...names: string[]): string {
  const all = exampleValues()
  const rows = names.map((name) => {
    const value = all[name]
    if (!Array.isArray(value)) throw new Error(`the circuit has no value ${name}`)
    const examples = Array.isArray(value[0]) ? (value as number[][]) : [value as number[]]
    const channels = (examples[0] as number[]).map((_, j) => examples.map((row) => row[j]))
    return [code(name), ...channels.map((numbers) => numbers.join(', '))]
  })
  return table(['value', ...(rows[0] as string[]).slice(1).map((_, j) => `channel ${j}`)], rows)
}

/** Every table by the name that a document asks for it by; what follows the name is handed to it. */
export const TABLES: Readonly<Record<string, (...words: string[]) => string>> = {
  steps,
  evaluation,
  values,
  conventions,
  methods,
  presets,
  warnings,
  kinds,
  platforms,
  licences,
  mistakes,
  equivalents,
  problems,
  configuration,
  scopes,
}
