import { exact } from '../right.ts'
import { FORWARD, posted, type Row, refused, type Wants } from '../row.ts'

/** Odd requests of a forward pass: shapes, keys, depths; those that are right all the same have exact numbers. */

const x = '"x": [[1, 2], [3, 4]]'
const plain = { x: [1, 2, 3, 4], gamma: [1, 1], beta: [0, 0], eps: 1e-5 }
const right = exact(plain)
const nested = (open: string, close: string, depth: number) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`
const ones = (count: number) => Array(count).fill(1).join()

type Case = readonly [what: string, body: string, wants: Wants]
const invalid = (...pointers: string[]) => refused('invalid', pointers)
const shape = (...pointers: string[]) => refused('shape', pointers)

// biome-ignore format: a table is read in rows
const CASES: readonly Case[] = [
  ['white space of every kind', `\r\n\t {\r\n\t "x" \t: [ [ 1 , 2 ] ,\n[3,4]\r]\t}\n\n`, right],
  ['a megabyte of white space', `{"x":${' '.repeat(2 ** 20)}[[1, 2], [3, 4]]}`, right],
  ['escapes in a key', '{"\\u0078": [[1, 2], [3, 4]]}', right],
  ['escapes in a word', `{${x}, "mode": "\\u0074r\\u0061in"}`, right],
  ['every value', `{${x}, "include": ["steps"]}`, right],
  ['a value twice', `{${x}, "include": ["mu", "mu"]}`, right],
  ['gamma of zeros', `{${x}, "gamma": [0, 0], "include": ["steps"]}`, exact({ ...plain, gamma: [0, 0] })],
  ['negative gamma and huge beta', `{${x}, "gamma": [-1, 1e300], "beta": [1e300, -1e-300]}`, exact({ ...plain, gamma: [-1, 1e300], beta: [1e300, -1e-300] })],
  ['far from zero', '{"x": [[1e15, 2], [1000000000000001, 4]], "include": ["steps"]}', exact({ ...plain, x: [1e15, 2, 1e15 + 1, 4] })],
  ['almost alike', '{"x": [[1, 2], [1.0000000000000002, 2]], "include": ["steps"]}', exact({ ...plain, x: [1, 2, 1 + 2 ** -52, 2] })],
  ['one example', '{"x": [[1, 2]], "beta": [7, 8], "include": ["steps"]}', exact({ ...plain, x: [1, 2], beta: [7, 8] })],
  ['eps of 0', `{${x}, "eps": 0}`, exact({ ...plain, eps: 0 })],
  ['evaluation', `{${x}, "mode": "eval", "running": {"mean": [1, 0], "var": [4, 0]}, "include": ["steps"]}`, exact({ ...plain, running: { mean: [1, 0], var: [4, 0] } })],

  ['nothing at all', '{}', invalid('#/x')],
  ['null', 'null', invalid('#')], ['true', 'true', invalid('#')], ['a number', '1', invalid('#')], ['a string', '"x"', invalid('#')],
  ['a list', '[]', invalid('#')], ['a batch without a name', '[[1, 2], [3, 4]]', invalid('#')], ['a request in a list', `[{${x}}]`, invalid('#')],
  ['a request in a string', JSON.stringify(`{${x}}`), invalid('#')],
  ['no rows', '{"x": []}', invalid('#/x')], ['empty rows', '{"x": [[], []]}', invalid('#/x/0')], ['an empty row', '{"x": [[1], []]}', invalid('#/x/1')],
  ['a long row', '{"x": [[1, 2], [3, 4, 5]]}', invalid('#/x/1')], ['a short row', '{"x": [[1, 2], [3]]}', invalid('#/x/1')],
  ['a row too deep', '{"x": [[1, 2], [[3], 4]]}', invalid('#/x/1/0')], ['a row too flat', '{"x": [[1, 2], 3]}', invalid('#/x/1')],
  ['one axis', '{"x": [1, 2]}', invalid('#/x')], ['no axis', '{"x": 1}', invalid('#/x')], ['six axes', '{"x": [[[[[[1]]]]]]}', invalid('#/x/0/0/0/0/0')],
  ['an array as an object', '{"x": {"0": [1, 2], "length": 1}}', invalid('#/x')], ['the inside of a tensor', '{"x": {"shape": [1, 2], "data": [1, 2]}}', invalid('#/x')],
  ['a toJSON', '{"x": {"toJSON": [[1]]}}', invalid('#/x')], ['a valueOf', '{"x": [[{"valueOf": 1}]]}', invalid('#/x/0/0')],
  ['numbers as strings', '{"x": [["1", "2"]]}', invalid('#/x/0/0')], ['base64', '{"x": "AAAAAAAA8D8="}', invalid('#/x')],
  ['a huge shape in a string', '{"x": "[[1e9]]"}', invalid('#/x')],
  ['gamma of another length', `{${x}, "gamma": [1, 2, 3]}`, shape('#/gamma')], ['beta of another length', `{${x}, "beta": [1]}`, shape('#/beta')],
  ['gamma of rank 2', `{${x}, "gamma": [[1, 2]]}`, invalid('#/gamma/0')],
  ['an axis too far', `{${x}, "channelAxis": 2}`, shape('#/channelAxis')], ['an axis too far back', `{${x}, "channelAxis": -3}`, shape('#/channelAxis')],
  ['running of another length', `{${x}, "running": {"mean": [1]}}`, shape('#/running/mean')],
  ['no statistics', `{${x}, "mode": "eval"}`, refused('missing', ['#/running/mean', '#/running/var'])],
  ['a variance below 0', `{${x}, "mode": "eval", "running": {"mean": [0, 0], "var": [1, -1e-300]}}`, invalid('#/running/var/1')],
  ['no spread and no eps', '{"x": [[1, 2], [1, 3]], "eps": 0}', refused('singular', ['#/eps'])],
  ['a spread beyond float64', '{"x": [[1e200], [-1e200]], "include": ["var"]}', refused('not-representable', ['#/include'])],
  ['out beyond float64', `{${x}, "gamma": [1e308, 1], "beta": [1.7e308, 0]}`, refused('not-representable')],
  ['beyond float32', `{${x}, "beta": [1e39, 0], "dtype": "float32"}`, refused('not-representable')],
  ['a single value', '{"x": [[1, 2]], "running": {"convention": "torch"}}', refused('single-value', ['#/x'])],
  ['too long an include', `{${x}, "include": [${Array(12).fill('"mu"').join()}]}`, invalid('#/include')],
  ['a name of the other pass', `{${x}, "include": ["dx"]}`, invalid('#/include/0')],
  ['a name of every object', `{${x}, "include": ["__proto__"]}`, invalid('#/include/0')],

  ...[7, 16, 17, 100, 1000, 5000, 100_000].flatMap((depth): Case[] => [
    [`${depth} arrays deep`, `{"x": ${nested('[', ']', depth)}}`, refused('invalid')],
    [`${depth} arrays deep, as the body`, nested('[', ']', depth), invalid('#')],
    [`${depth} objects deep`, `{"x": ${nested('{"a":', '}', depth)}}`, invalid('#/x')],
    [`${depth} objects deep, in running`, `{${x}, "running": ${nested('{"mean":', '}', depth)}}`, refused('invalid')],
    [`${depth} deep, in a field of nobody`, `{${x}, "y": ${nested('[', ']', depth)}}`, refused('invalid')],
    [`${depth} arrays that stay open`, `{"x": ${'['.repeat(depth)}`, refused('malformed')],
    [`${depth} objects that stay open`, '{"x":'.repeat(depth), refused('malformed')],
  ]),

  ['x twice', `{"x": [[9, 9], [9, 8]], ${x}}`, right], ['x twice, the last being none', `{${x}, "x": 1}`, invalid('#/x')],
  ['eps twice', `{${x}, "eps": 9, "eps": 1e-5}`, right], ['a twin by escapes', `{"\\u0078": 1, ${x}}`, right],
  ['a hundred thousand x', `{${'"x": 1, '.repeat(100_000)}${x}}`, right],

  ['a thousand faults', `{"x": [[${'"a",'.repeat(999)}1]]}`, invalid('#/x/0/0')],
  ['a million faults', `{"x": [[${'"a",'.repeat(999_999)}1]]}`, invalid('#/x/0/0')],
  ['a fault at the end of a long row', `{"x": [[${ones(99_999)}, null]]}`, invalid('#/x/0/99999')],
  ['an overflow at the end of a long row', `{"x": [[${ones(99_999)}, 1e999]]}`, invalid('#/x/0/99999')],
  ['a short row behind many', `{"x": [${Array(9999).fill('[1, 2]').join()}, [1]]}`, invalid('#/x/9999')],
  ['a syntax fault behind many rows', `{"x": [${Array(9999).fill('[1, 2]').join()}, [1 2]]}`, refused('malformed')],
  ['a hundred thousand empty rows', `{"x": [${Array(100_000).fill('[]').join()}]}`, invalid('#/x/0')],
  ['a hundred thousand fields of nobody', `{${x}, ${Array.from({ length: 100_000 }, (_, k) => `"k${k}": 0`).join()}}`, refused('invalid')],
  ['integer-like fields', `{${x}, ${Array.from({ length: 20_000 }, (_, k) => `"${k * 65_536}": 0`).join()}}`, refused('invalid')],
  ['a name of a megabyte', `{${x}, "${'n'.repeat(2 ** 20)}": 0}`, refused('invalid')],
  ['a word of a megabyte', `{${x}, "mode": "${'n'.repeat(2 ** 20)}"}`, invalid('#/mode')],
]

export const forwardRows: readonly Row[] = CASES.map(([what, body, wants]) => ({
  name: `forward, ${what}`,
  sends: posted(FORWARD, body),
  wants,
}))
