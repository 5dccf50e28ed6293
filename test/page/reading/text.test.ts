import { describe, expect, test } from 'vitest'
import { readText } from '../../../page/reading/text.ts'
import { nested, plain, sentence } from './reading.ts'

const why = (text: string) => sentence(() => readText(text))

describe('an array in brackets', () => {
  test.for<[what: string, text: string, holds: unknown]>([
    [
      'JSON',
      '[[1, 2.5], [-3e2, 4]]',
      [
        [1, 2.5],
        [-300, 4],
      ],
    ],
    [
      'JSON without blanks',
      '[[1,2],[3,4]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['JSON of rank 5', '[[[[[1, 2]]]], [[[[3, 4]]]]]', [[[[[1, 2]]]], [[[[3, 4]]]]]],
    [
      "Python's last comma",
      '[[1, 2,], [3, 4,],]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'tuples',
      '((1, 2), (3, 4))',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a tuple of one', '(1,)', [1]],
    ['a number in parentheses', '(1.5)', 1.5],
    ['a list in parentheses', '([1, 2])', [1, 2]],
    [
      'lists of NumPy rows',
      '[[1. 2.], [3. 4.]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'rows with nothing in between',
      '[[1. 2.][3. 4.]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'comments',
      '[[1, 2],  # the first, [of] 2\n [3, 4]]  # the second',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'code',
      'np.array([[1, 2], [3, 4]], np.float64)',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['code with a dtype in quotes', 'numpy.array([1, 2], dtype=\'<f8\', order="C")', [1, 2]],
    [
      'arrays in a list',
      '[array([1., 2.]), array([3., 4.])]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a float64', 'np.float64(1.0)', 1],
    ['float64s in a list', '[np.float64(1.0), np.float64(nan)]', [1, Number.NaN]],
    [
      'MATLAB',
      '[1 2; 3 4]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'MATLAB with commas and lines',
      'x = [1, 2;\n     3, 4;\n];',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a column of MATLAB', '[1; 2; 3]', [[1], [2], [3]]],
    ['a name in front', 'dx = [1, 2]', [1, 2]],
    ['a dictionary of one', "{'dx': array([1., 2.])}", [1, 2]],
    ['a minus sign of typesetters', '[\u22121, 1e\u22125]', [-1, 1e-5]],
    ['blanks of web pages', '[1\u00a02\t3]', [1, 2, 3]],
    ['a byte order mark', '\ufeff[1, 2]', [1, 2]],
    ['JAX', 'Array([[1., 2.]], dtype=float32)', [[1, 2]]],
    [
      'TensorFlow',
      'tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float64)',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('is read: %s', ([, text, holds]) => {
    expect(nested(text)).toEqual(holds)
  })

  // As in https://docs.pytorch.org/docs/stable/tensors.html and torch/_tensor_str.py.
  test.for<[text: string, holds: unknown]>([
    [
      'tensor([[ 0.5000, -1.2500],\n        [ 2.0000,  0.1000]])',
      [
        [0.5, -1.25],
        [2, 0.1],
      ],
    ],
    ['tensor([1.0000e+00, 1.0000e-05, 1.0000e+06], dtype=torch.float64)', [1, 1e-5, 1e6]],
    ['tensor([[1., 2.]], grad_fn=<NativeBatchNormBackward0>)', [[1, 2]]],
    ["tensor([1, 2], device='cuda:0')", [1, 2]],
    [
      "tensor([1., 2.], device='cuda:0', dtype=torch.float64,\n       grad_fn=<MulBackward0>)",
      [1, 2],
    ],
    ['tensor(0.5000, requires_grad=True)', 0.5],
    ['tensor([nan, inf, -inf])', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['Parameter containing:\ntensor([1., 1.], requires_grad=True)', [1, 1]],
    [
      'tensor([[[1.],\n         [2.]],\n\n        [[3.],\n         [4.]]])',
      [
        [[1], [2]],
        [[3], [4]],
      ],
    ],
    [
      '(tensor([1., 2.]), tensor([3., 4.]))',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('is read as torch prints it: %s', ([text, holds]) => {
    expect(nested(text)).toEqual(holds)
  })

  test.for<[text: string, why: string]>([
    ['[[1, 2], [3]]', 'Line 1, column 10: Row 2 has 1 number, and the rows before it have 2.'],
    [
      '[[1, 2],\n [3, 4],\n [5, 6, 7]]',
      'Line 3, column 2: Row 3 has 3 numbers, and the rows before it have 2.',
    ],
    ['[1 2; 3]', 'Line 1, column 7: Row 2 has 1 number, and the rows before it have 2.'],
    [
      '[[[1, 2]], [[3], [4]]]',
      'Line 1, column 12: Block 2 has the shape (2, 1), and the blocks before it have (1, 2).',
    ],
    [
      '[[1, 2], 3]',
      'Line 1, column 10: Here a number and a list stand side by side: each row needs brackets of its own.',
    ],
    ['[[1, 2], [3, 4', 'Line 1, column 10: This [ is never closed.'],
    ['[[1, 2)]', 'Line 1, column 7: A ] is missing before this ).'],
    [
      '[1, 2]]',
      'Line 1, column 7: The array ends before this. Several arrays take names, as in dx = [[1, 2]]; rows take one more pair of brackets around them.',
    ],
    [
      '[1 2]\n[3 4]',
      'Line 2, column 1: The array ends before this. Several arrays take names, as in dx = [[1, 2]]; rows take one more pair of brackets around them.',
    ],
    ['[1,, 2]', 'Line 1, column 4: A number is missing here.'],
    [
      '[1, 2 3]',
      'Line 1, column 7: Commas and blanks are mixed here: is a comma missing, or a line cut?',
    ],
    ['[1, oops]', 'Line 1, column 5: "oops" is not a number.'],
    ['[0x1F]', 'Line 1, column 2: "0x1F" is not decimal: write the number in the digits 0 to 9.'],
    ['[1_000]', 'Line 1, column 2: "1_000" has underscores between its digits: leave them out.'],
    ['[1e400]', 'Line 1, column 2: "1e400" lies beyond the range of float64.'],
    ['[null]', 'Line 1, column 2: "null" is not a number. If it stands for NaN, write NaN.'],
    ['[1 - 2]', 'Line 1, column 4: "-" is not a number.'],
    ['[1-2]', 'Line 1, column 2: "1-2" is not a number.'],
    ['[]', 'Line 1, column 1: There is no number between these brackets.'],
    ['[[], []]', 'Line 1, column 2: There is no number between these brackets.'],
    ['[[[[[[1]]]]]]', 'Line 1, column 1: The array is nested more than 5 deep.'],
    [
      'np.zeros((2, 3))',
      'Line 1, column 1: np.zeros(...) is code that has to run first: print its result, and paste that.',
    ],
    [
      'np.array([1, 2]) * 2',
      'Line 1, column 18: The array ends before this. Several arrays take names, as in dx = [[1, 2]]; rows take one more pair of brackets around them.',
    ],
    [
      'array([1, 2], [3, 4])',
      'Line 1, column 15: Only a dtype or keywords such as dtype=float64 can stand behind an array.',
    ],
    [
      'array([1., 2.], shape=(3,))',
      'Line 1, column 16: The text says that the shape is (3), and its numbers make (2).',
    ],
    ['tensor([1., 2.]', 'Line 1, column 16: A closing ) is missing here.'],
    ['{"dx": [1], "dbeta": [2]}', 'One array is needed here, and the text names 2: dx, dbeta.'],
    ['', 'There is no text: paste numbers.'],
    [' \n\t', 'There is no text: paste numbers.'],
  ])('%j is refused', ([text, expected]) => {
    expect(why(text)).toBe(expected)
  })

  test('nested without end is refused', () => {
    for (const open of ['[', '(', 'array(', '{"a":', '[array(', '[{"a":']) {
      expect(why(open.repeat(100_000))).toMatch(/^Line 1, column \d+: /)
    }
  })
})

describe('a number', () => {
  test.for([
    '0',
    '-0',
    '+1',
    '.5',
    '5.',
    '1e-5',
    '1E+5',
    '-1.5e-300',
    '007',
    '1e-400',
    '9007199254740993',
  ])('%s is the float64 nearest to it', (text) => {
    expect(plain(readText(text))).toEqual({ shape: [], data: [Number(text)] })
    expect(plain(readText(`[${text}]`))).toEqual({ shape: [1], data: [Number(text)] })
  })

  test('may have thousands of digits', () => {
    const digits = `0.1${'0'.repeat(5000)}1`
    expect(nested(digits)).toBe(0.1)
    // Exactly between 1 and the next number, then a little more.
    const half = '1.00000000000000011102230246251565404236316680908203125'
    expect(nested(half)).toBe(1)
    expect(nested(`[${half}${'0'.repeat(5000)}1]`)).toEqual([1 + Number.EPSILON])
  })

  test('may be none or infinite, in any spelling', () => {
    expect(nested('[nan NaN -nan inf Infinity -inf +Inf -Infinity]')).toEqual([
      ...[Number.NaN, Number.NaN, Number.NaN],
      ...[Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ])
  })
})
