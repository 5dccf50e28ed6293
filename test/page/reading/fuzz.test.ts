import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReadError } from '../../../page/reading/errors.ts'
import { type Read, readNamed, readText } from '../../../page/reading/text.ts'
import { prints } from '../../support/prints.ts'

/** What a text reads as; nothing when it is refused, which only a ReadError may do. */
function readOrRefused<Result>(read: (text: string) => Result, text: string): Result | undefined {
  try {
    return read(text)
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError)
    expect((error as Error).message).toMatch(/[.?]$/)
    return undefined
  }
}

/** An array is whole: as many numbers as its shape says, at least one, in at most five axes. */
function expectSound({ shape, data }: Read): void {
  expect(data.length).toBe(shape.reduce((product, size) => product * size, 1))
  expect(data.length).toBeGreaterThan(0)
  expect(shape.length).toBeLessThan(6)
}

/** The numbers of a text by the bluntest means: all that is between marks and is a number to JavaScript. */
function numbersIn(text: string): number[] {
  const words = text.split(/[\s,;()[\]]+/).filter((word) => word !== '')
  return words.flatMap((word) => {
    if (/^[+-]?nan$/i.test(word)) return [Number.NaN]
    return Number.isNaN(Number(word)) ? [] : [Number(word)]
  })
}

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      ',',
      ';',
      ':',
      '=',
      ' ',
      '\n',
      '\t',
      '"',
      "'",
      '#',
      '...',
      '-',
      '.',
    ],
    ...[
      '1',
      '2.5',
      '-3e-4',
      'nan',
      'dx',
      'array(',
      'tensor(',
      '"dx":',
      'dx = ',
      'dtype=float64',
      'null',
    ],
    ...[
      '\u2212',
      '\u00e9',
      '\0',
      '<',
      '>',
      '\\',
      'Parameter containing:',
      'shape=(2,)',
      'e',
      'True',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  )

  test('is an array or refused in a sentence', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const array = readOrRefused(readText, text)
        if (array) expectSound(array)
        Object.values(readOrRefused(readNamed, text) ?? {}).forEach(expectSound)
      }),
      { numRuns: 20_000 },
    )
  })

  test('of numbers and marks is read whole, in its order, or not at all', () => {
    const word = fc.constantFrom(
      '1',
      '22',
      '-0.5',
      '3e2',
      '+4',
      '.5',
      '6.',
      'nan',
      'oops',
      '0x1',
      'a',
    )
    const number = fc.constantFrom('0', '1', '-2', '3.5', '4e-2', 'nan')
    const mark = fc.constantFrom(' ', ',', ';', '\n', '\t', '[', ']', '(', ')', '')
    const style = fc.constantFrom(
      ...[
        ['', ' ', '\n', ''],
        ['', ',', '\n', ''],
        ['', '\t', '\n', ''],
        ['[', ' ', '; ', ']'],
      ],
      ...[
        ['[[', ', ', '], [', ']]'],
        ['[[', ' ', ']\n [', ']]'],
        ['((', ', ', '), (', '))'],
      ],
    )
    const rows = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    const table = rows.chain(([n, d]) => {
      const row = fc.array(number, { minLength: d, maxLength: d })
      return fc.array(row, { minLength: n, maxLength: n })
    })
    let read = 0
    const whole = fc.property(
      table,
      style,
      fc.nat(),
      fc.oneof(word, mark, mark),
      (all, marks, at, piece) => {
        const [open, comma, line, close] = marks as [string, string, string, string]
        const sound = open + all.map((row) => row.join(comma)).join(line) + close
        const place = at % sound.length
        const text = sound.slice(0, place) + piece + sound.slice(place + (at % 2))
        const array = readOrRefused(readText, text)
        // With names above it a first column may be none of the numbers, and between semicolons a comma is a
        // decimal one: see table.test.ts.
        if (!array || /^[\s,]|^[^[]*,[^[]*;|^[^[]*;[^[]*,/.test(text)) return
        read += 1
        expectSound(array)
        expect([text, [...array.data]]).toEqual([text, numbersIn(text)])
      },
    )
    fc.assert(whole, { numRuns: 20_000 })
    expect(read).toBeGreaterThan(2000)
  })

  test('of a print keeps all its numbers when a character is lost, or is refused', () => {
    const some = prints.filter(
      ({ holds, text }) => holds && text.length < 400 && !/[#;]/.test(text),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...some),
        fc.nat(),
        fc.constantFrom('', '', ' ', ',', ']', '['),
        (print, place, mark) => {
          const at = place % print.text.length
          const text = print.text.slice(0, at) + mark + print.text.slice(at + 1)
          const array = readOrRefused(readText, text)
          if (!array) return
          expectSound(array)
          const inside = text.replace(/,?\s*dtype=\w*/, '').replaceAll(/np\.\w+|array/g, ' ')
          expect([text, [...array.data]]).toEqual([
            text,
            numbersIn(inside.replaceAll('inf', 'Infinity')),
          ])
        },
      ),
      { numRuns: 5000 },
    )
  })
})

describe('a text that is made to take long', () => {
  test.for([
    '1',
    '1.',
    '.',
    '-',
    'e',
    '1e',
    '0_',
    '1_',
    '[',
    '(',
    ',',
    ' ',
    '\n',
    '\t',
    '"',
    "'",
    '#',
    ':',
    '=',
    'a',
    'a.',
    '<',
    '1 ',
    '1,',
    '1;',
    '1\n',
    '[1',
    '"a',
    '{"a":',
    'a=',
    'a(',
    '\\',
    '"\\',
    'Parameter ',
    '\u00a0',
    '[1 ',
    '[" ',
  ])('is refused or read at once: 200000 times %j', (piece) => {
    const text = piece.repeat(200_000)
    for (const whole of [
      text,
      `[${text}`,
      `[1,${text}]`,
      `array([1], dtype=${text}`,
      `{"a": "${text}`,
      `x = ${text}`,
    ]) {
      readOrRefused(readText, whole)
      readOrRefused(readNamed, whole)
    }
  })
})
