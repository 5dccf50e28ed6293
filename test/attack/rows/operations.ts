import { OPERATIONS } from '../../../routes/operations.ts'
import { components } from '../../../src/http/openapi.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { npzOf } from '../../support/npz.ts'
import { same } from '../right.ts'
import { NPZ, posted, type Row, refused } from '../row.ts'

/** Every operation: its own example as JSON and as an archive, and every field of it as it must not be. */

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

const SCHEMAS = components() as Readonly<Record<string, Schema>>

/** What is no value of a type, by the type; whatever else its schema says. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  number: ['null', 'true', '"1"', '[1]', '{}', '1e999', '"NaN"', '{"valueOf": 1}'],
  integer: ['null', 'true', '"1"', '[1]', '{}', '0.5', '1e300', '-1e300'],
  string: ['null', 'true', '1', '["train"]', '{}', '{"length": 1}'],
  boolean: ['null', '0', '1', '"true"', '[]', '{}'],
  array: ['null', 'true', '1', '"[[1]]"', '{}', '{"0": 1, "length": 1}', '[{}]'],
  object: ['null', 'true', '1', '"{}"', '[]', '[{}]', '{"surprise": 1}', '{"__proto__": {}}'],
}

/** Names that are no fields of anything, and mean something to a careless program. */
// biome-ignore format: a list
const STRANGERS = [
  'surprise', 'X', ' x', 'x ', '', '0', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'then', 'toJSON', '$ref', 'a/b~c', '\\u0000',
]

/** The schema behind references. */
function resolved({ $ref, ...rest }: Schema): Schema {
  return $ref ? { ...resolved(SCHEMAS[$ref.split('/').at(-1) as string] as Schema), ...rest } : rest
}

/** The one type that a field has; undefined for one that may be anything, or either of two. */
function typeOf(field: Schema): string | undefined {
  const { type, anyOf = [] } = resolved(field)
  if (type !== undefined) return typeof type === 'string' ? type : undefined
  const types = new Set(anyOf.map(typeOf))
  return types.size === 1 ? [...types][0] : undefined
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
const pointer = (name: string) => `#/${encodeURIComponent(escaped(JSON.parse(`"${name}"`)))}`

/** Whether an archive can say it: it has no lists of objects. */
function isPackable(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every((each) => Array.isArray(each) || typeof each !== 'object')
  return typeof value !== 'object' || value === null || Object.values(value).every(isPackable)
}

function rowsOf({ id, path, request, examples }: Operation): Row[] {
  const [{ request: good }] = examples
  const schema = SCHEMAS[request.meta()?.id as string] as Schema
  /** The good request with one field said otherwise, or not at all. */
  const withField = (name: string, value?: string) => {
    const fields = Object.entries(good as object).filter(([key]) => key !== name)
    const said = fields.map(([key, each]) => `"${key}": ${JSON.stringify(each)}`)
    return `{${[...said, ...(value === undefined ? [] : [`"${name}": ${value}`])].join()}}`
  }
  const row = (what: string, body: string, pointers?: string[]): Row => ({
    name: `${id}, ${what}`,
    sends: posted(path, body),
    wants: refused('invalid', pointers),
  })
  const text = JSON.stringify(good)
  return [
    { name: `${id}, as JSON`, sends: posted(path, text), wants: same(path, text) },
    ...(isPackable(good)
      ? [
          {
            name: `${id}, as an archive`,
            sends: posted(path, npzOf(good as object), NPZ),
            wants: same(path, npzOf(good as object), NPZ),
          },
        ]
      : []),
    ...(schema.required ?? []).map((name) =>
      row(`without ${name}`, withField(name), [`#/${name}`]),
    ),
    ...STRANGERS.map((name) => row(`with "${name}"`, withField(name, '1'), [pointer(name)])),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      (WRONG[typeOf(field) ?? ''] ?? []).map((value) =>
        row(`${name} is ${value}`, withField(name, value)),
      ),
    ),
  ]
}

export const operationRows: readonly Row[] = OPERATIONS.flatMap(rowsOf)
