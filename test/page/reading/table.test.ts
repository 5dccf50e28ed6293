import { describe, expect, test } from 'vitest'
import { readText } from '../../../page/reading/text.ts'
import { nested, sentence } from './reading.ts'

const SQUARE = [
  [1, 2.5],
  [-3, 4],
]

describe('a table', () => {
  test.for<[what: string, text: string, holds?: unknown]>([
    ['commas', '1,2.5\n-3,4'],
    ['commas and blanks', ' 1, 2.5\n-3,  4\n'],
    ['commas and tabs', '1,\t2.5\n-3,\t4'],
    ['semicolons', '1;2.5\n-3;4'],
    ['tabs', '1\t2.5\n-3\t4'],
    ['blanks', '   1   2.5\n  -3   4'],
    ['blanks and tabs in the first line alone', '1\t2.5\n-3 4'],
    ['decimal commas', '1,0;2,5\n-3;4'],
    ['decimal commas and exponents', '10,0e-1;2,5\n-3;4'],
    ['quotes around everything', '"a","b"\n"1","2.5"\n"-3","4"'],
    ['names', 'a,b\n1,2.5\n-3,4'],
    ['names in a comment', '# a b\n1 2.5\n-3 4\n# the end'],
    ['names between blanks', ' a b\n 1 2.5\n-3 4'],
    ['names and decimal commas', 'a.1;b, in m\n1;2,5\n-3;4'],
    ["pandas' columns and rows", ',a,b\n0,1,2.5\n1,-3,4'],
    ["pandas' columns and rows without names", ',0,1\n0,1,2.5\n1,-3,4'],
    ["pandas' print", '     0    1\n0  1.0  2.5\n1 -3.0  4.0'],
    ["R's rows", '"","V1","V2"\n"1",1,2.5\n"2",-3,4'],
    ["R's print", '  V1  V2\n1  1 2.5\n2 -3 4.0'],
    [
      'a column that counts and has a name',
      'n,a\n0,1\n1,2',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'a column that counts without any names',
      '0,1.5\n1,2.5',
      [
        [0, 1.5],
        [1, 2.5],
      ],
    ],
    [
      'a first row that counts, as all rows are written',
      '0,1\n2,3\n4,5',
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ],
    ['one line', '1, 2, 3', [1, 2, 3]],
    ['one column', '1\n2\n3\n', [1, 2, 3]],
    ['one number under a name', 'eps\n1e-5', [1e-5]],
    ['one number', '1e-5\n', 1e-5],
  ])('is read: %s', ([, text, holds = SQUARE]) => {
    expect(nested(text)).toEqual(holds)
    expect(nested(text.replaceAll('\n', '\r\n'))).toEqual(holds)
    expect(nested(text.replaceAll('\n', '\r'))).toEqual(holds)
  })

  test.for<[text: string, why: string]>([
    ['1,2\n3', 'Line 2, column 1: Row 2 has 1 number, and the rows before it have 2.'],
    ['a,b\n1,2\n3,4,5', 'Line 3, column 1: Row 2 has 3 numbers, and the rows before it have 2.'],
    ['1,2\n3,', 'Line 2, column 3: A number is missing here.'],
    ['1,2\n3, x', 'Line 2, column 4: "x" is not a number.'],
    ['  1  oops', 'Line 1, column 6: "oops" is not a number.'],
    ['oops', 'Line 1, column 1: "oops" is not a number.'],
    [
      '1 2\n... ...\n5 6',
      'Line 2, column 1: The print was shortened with "...": the numbers it stands for are not in the text. Print again after np.set_printoptions(threshold=sys.maxsize), for torch torch.set_printoptions(profile="full"), or paste arr.tolist().',
    ],
    [
      '1,5\t2,5',
      'Line 1, column 3: "5\t2" holds more than one number: are commas, tabs and blanks mixed? Decimals take a point.',
    ],
    ['1.234,5;1', 'Line 1, column 1: "1.234,5" is not a number.'],
    ['1.5;2,5', 'Line 1, column 5: "2,5" may be 1 number or 2: write decimals with a point.'],
    ['1,2,3;4,5,6', 'Line 1, column 1: "1,2,3" is not a number.'],
    [
      '1 2\n\n3 4',
      'Line 2, column 1: An empty line stands between rows: paste one array at a time, without empty lines.',
    ],
    ['a b c\n1 2', 'Line 1, column 1: The first line names 3 columns, and the next line has 2.'],
    [
      ',a\n7,1\n3,2',
      'Line 2, column 1: The first column has no name. If it only labels the rows, leave it out; if not, give it a name or leave out the line of names.',
    ],
    [
      '0,1\n1.5,2.5\n3.5,4.5',
      'Line 1, column 1: The first line may be the names of the columns or a row of numbers: leave it out, or write 0.0 for 0.',
    ],
    [
      '1\u202f234 5',
      'Line 1, column 1: "1\u202f234" holds more than one number: are commas, tabs and blanks mixed? Decimals take a point.',
    ],
    [
      '0;1\n1,5;2,5\n3,5;4,5',
      'Line 1, column 1: The first line may be the names of the columns or a row of numbers: leave it out, or write 0.0 for 0.',
    ],
    [
      '0x10,0x11\n1,2',
      'Line 1, column 1: "0x10" is not decimal: write the number in the digits 0 to 9.',
    ],
    [
      'null null\n1 2',
      'Line 1, column 1: "null" is not a number. If it stands for NaN, write NaN.',
    ],
    ['1.2.3,4.5.6\n1,2', 'Line 1, column 1: "1.2.3" is not a number.'],
    [',\n1,2', 'Line 1, column 1: A number is missing here.'],
  ])('%j is refused', ([text, expected]) => {
    expect(sentence(() => readText(text))).toBe(expected)
  })
})
