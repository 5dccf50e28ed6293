import { FORWARD, posted, type Row, refused } from '../row.ts'

/** Texts that are no JSON, and bytes that are no text. */

// biome-ignore format: a table is read in rows
const BROKEN: readonly (readonly [what: string, body: string])[] = [
  ['nothing', ''], ['a space', ' '], ['a line feed', '\n'], ['a null byte', '\0'], ['a form feed', '\f{}'],
  ['an open brace', '{'], ['a closing brace', '}'], ['an open bracket', '['], ['the wrong brackets', '{]'],
  ['a key alone', '{"x"'], ['a colon alone', '{"x":'], ['an array that is cut', '{"x": [[1, 2]'],
  ['an object that is cut', '{"x": [[1, 2]]'], ['a string that is cut', '{"x'], ['a number that is cut', '{"eps": 1e'],
  ['a brace too many', '{"x": [[1]]}}'], ['a bracket too many', '{"x": [[1]]]}'], ['two objects', '{"x": [[1]]}{"x": [[1]]}'],
  ['two lines', '{"x": [[1]]}\n{"x": [[1]]}'], ['a comma behind', '{"x": [[1]]},'], ['a word behind', '{"x": [[1]]} true'],
  ['a trailing comma in an object', '{"x": [[1]],}'], ['a trailing comma in a row', '{"x": [[1,]]}'],
  ['a trailing comma in an array', '{"x": [[1],]}'], ['a leading comma', '{"x": [[,1]]}'], ['two commas', '{"x": [[1,,2]]}'],
  ['no comma between numbers', '{"x": [[1 2]]}'], ['no comma between rows', '{"x": [[1][2]]}'],
  ['no comma between fields', '{"x": [[1]] "eps": 1}'], ['no colon', '{"x" [[1]]}'], ['two colons', '{"x":: [[1]]}'],
  ['an equals sign', '{"x"= [[1]]}'], ['a key without quotes', '{x: [[1]]}'], ['a number for a key', '{1: [[1]]}'],
  ['single quotes', "{'x': [[1]]}"], ['typographic quotes', '{“x”: [[1]]}'], ['a line comment', '{"x": [[1]]} // x'],
  ['a block comment', '{/* x */"x": [[1]]}'], ['a hash comment', '# x\n{"x": [[1]]}'],
  ['parentheses', '{"x": ((1))}'], ['what NumPy prints', '{"x": [[1. 2.]\n [3. 4.]]}'],
  ["Python's True", '{"x": [[1]], "include": True}'], ["Python's None", '{"x": [[1]], "eps": None}'],
  ['undefined', '{"x": undefined}'], ['a function', '{"x": [[1]], "eps": f()}'], ['a word in capitals', '{"x": NULL}'],
  ['half a word', '{"x": nul}'], ['a word and more', '{"x": nulll}'], ['a word with a null', '{"x": tru\0e}'],
  ['a tab in a string', '{"mode": "tr\tain"}'], ['a line feed in a string', '{"mode": "tr\nain"}'],
  ['a null in a string', '{"mode": "tr\0ain"}'], ['the last control character', '{"mode": "tr\x1fain"}'],
  ['an escape of no meaning', '{"mode": "\\x41"}'], ['an escaped quote of the wrong kind', '{"mode": "\\\'"}'],
  ['half a code point', '{"mode": "\\u12"}'], ['no code point', '{"mode": "\\uzzzz"}'], ['a braced code point', '{"mode": "\\u{41}"}'],
  ['an escape at the end', '{"mode": "\\'], ['an escaped line end', '{"mode": "a\\\nb"}'],
  ['a no-break space', '\u00a0{"x": [[1]]}'], ['a vertical tab', '{"x":\v[[1]]}'], ['a line separator', '{"x":\u2028[[1]]}'],
  ['a zero-width space', '{"x":\u200b[[1]]}'], ['XML', '<x>1</x>'], ['YAML', 'x:\n  - [1, 2]'], ['a form', 'x=1&eps=2'],
  ['a template', '{{ x }}'], ['a JSON text sequence', '\x1e{"x": [[1]]}\n'], ['a guard against scripts', ")]}',\n{\"x\": [[1]]}"],
]

/** Numbers as other languages write them. */
// biome-ignore format: a list
const NO_NUMBERS = [
  'NaN', 'nan', 'Infinity', '-Infinity', 'inf', '+1', '.5', '-.5', '1.', '-1.', '1.e5', '01', '-01', '00', '0x10', '0b1', '0o7', '1e',
  '1e+', '1e-', '1e1.5', '1e1e1', '--1', '-', '- 1', '1 000', '1_000', '1,5.5.5', '1.2.3', '1f', '1n', '1d0', '1j', '½', '１', '١', '1\0', '1e٣',
]

const bytes = (...list: number[]) => Buffer.from(list)
const text = (words: string) => Buffer.from(words)
const request = '{"x": [[1, 2], [3, 4]]}'
const inMode = (...list: number[]) =>
  Buffer.concat([text('{"mode": "'), bytes(...list), text('"}')])

/** Bytes that are not UTF-8, or not that alone. */
// biome-ignore format: a table is read in rows
const ENCODED: readonly (readonly [what: string, body: Buffer])[] = [
  ['a byte order mark', text(`\ufeff${request}`)],
  ['UTF-16', Buffer.from(request, 'utf16le')],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${request}`, 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(request, 'utf16le').swap16()],
  ['UTF-32', Buffer.from([...request].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))],
  ['a continuation alone', inMode(0x80)], ['two of them', inMode(0xbf, 0xbf)], ['a start alone', inMode(0xc3)],
  ['two bytes of three', inMode(0xe2, 0x82)], ['three bytes of four', inMode(0xf0, 0x9f, 0x98)],
  ['an overlong slash', inMode(0xc0, 0xaf)], ['an overlong null', inMode(0xc0, 0x80)], ['an overlong of three', inMode(0xe0, 0x80, 0xaf)],
  ['an overlong of four', inMode(0xf0, 0x80, 0x80, 0xaf)], ['a surrogate', inMode(0xed, 0xa0, 0x80)], ['a pair of surrogates', inMode(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)],
  ['beyond Unicode', inMode(0xf4, 0x90, 0x80, 0x80)], ['five bytes', inMode(0xf8, 0x88, 0x80, 0x80, 0x80)], ['0xfe', inMode(0xfe)], ['0xff', inMode(0xff)],
  ['Latin-1', Buffer.from('{"mode": "é"}', 'latin1')],
  ['a bad byte before the brace', Buffer.concat([bytes(0xff), text(request)])],
  ['a bad byte behind it', Buffer.concat([text(request), bytes(0xff)])],
  ['a bad byte in a number', Buffer.concat([text('{"x": [[1'), bytes(0x80), text(']]}')])],
  ['zeros', Buffer.alloc(1000)],
  ['gzip', bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ['CBOR', bytes(0xa1, 0x61, 0x78, 0x81, 0x81, 1)], ['MessagePack', bytes(0x81, 0xa1, 0x78, 0x91, 0x91, 1)],
  ['a pickle', bytes(0x80, 4, 0x7d, 0x2e)], ['an archive', bytes(0x50, 0x4b, 5, 6, ...Array(18).fill(0))],
  ['an array of NumPy', Buffer.from('\x93NUMPY\x01\x00v\x00{}', 'latin1')],
]

const malformed = (name: string, body: string | Buffer): Row => ({
  name: `JSON, ${name}`,
  sends: posted(FORWARD, body),
  wants: refused('malformed'),
})

export const jsonRows: readonly Row[] = [
  ...BROKEN.map(([what, body]) => malformed(what, body)),
  ...NO_NUMBERS.flatMap((token) => [
    malformed(`${token} in x`, `{"x": [[1, ${token}], [3, 4]]}`),
    malformed(`${token} for eps`, `{"x": [[1, 2], [3, 4]], "eps": ${token}}`),
  ]),
  ...ENCODED.map(([what, body]) => malformed(what, body)),
]
