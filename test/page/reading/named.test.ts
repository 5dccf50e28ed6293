import { describe, expect, test } from 'vitest'
import { readNamed } from '../../../page/reading/text.ts'
import { nest } from '../../../src/formats/tensor.ts'
import { sentence } from './reading.ts'

const named = (text: string) => {
  const arrays = readNamed(text)
  return (
    arrays && Object.fromEntries(Object.entries(arrays).map(([name, each]) => [name, nest(each)]))
  )
}

const GRADIENTS = {
  dx: [
    [1, 2],
    [3, 4],
  ],
  dgamma: [5, 6],
  eps: 1e-5,
}

describe('arrays by name', () => {
  test.for<[what: string, text: string]>([
    ['JSON', JSON.stringify(GRADIENTS)],
    [
      'a dictionary',
      "{'dx': array([[1., 2.],\n       [3., 4.]]), 'dgamma': array([5., 6.]), 'eps': 1e-05}",
    ],
    [
      'tensors',
      "{'dx': tensor([[1., 2.], [3., 4.]]), 'dgamma': tensor([5., 6.]), 'eps': np.float64(1e-05),}",
    ],
    [
      'assignments',
      'dx = array([[1., 2.],\n       [3., 4.]])\ndgamma = array([5., 6.])\neps = 1e-5\n',
    ],
    ['prints', 'dx: [[1. 2.]\n [3. 4.]]\ndgamma: [5. 6.]\n\neps: 1e-05'],
    ['MATLAB', 'dx = [1 2; 3 4];\ndgamma = [5 6]; eps = 1e-5;'],
    ['keywords', 'dx=[[1, 2], [3, 4]], dgamma=(5, 6), eps=1e-5'],
    [
      'comments',
      '# all of them\ndx = [[1, 2], # here\n [3, 4]]\n# and\ndgamma = [5, 6]\neps = 1e-5',
    ],
  ])('are read: %s', ([, text]) => {
    expect(named(text)).toEqual(GRADIENTS)
  })

  test('have the path for a name when objects lie in one another', () => {
    const text = '{"out": [1], "cache": {"xhat": [2], "deep": {"eps": 3}}}'
    expect(named(text)).toEqual({ out: [1], 'cache.xhat': [2], 'cache.deep.eps': 3 })
  })

  test('are read out of a reply, without its words', () => {
    const reply = {
      out: [[1, 2]],
      mode: 'train',
      affine: true,
      running: null,
      warnings: [{ code: 'single-value', detail: 'N is 1: {so} ["what"]', at: [1] }, { code: 'b' }],
      include: ['mu', 'var'],
      none: [],
    }
    expect(named(JSON.stringify(reply))).toEqual({ out: [[1, 2]] })
    expect(named("{'mode': 'train', 'dx': [1], 'affine': True, 'running': None}")).toEqual({
      dx: [1],
    })
    expect(named("mode = 'train'\ndx = [1]")).toEqual({ dx: [1] })
  })

  test('may have the names of every object', () => {
    const arrays = readNamed('{"__proto__": [1], "constructor": [2]}') ?? {}
    expect(Object.keys(arrays)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(arrays)).toBe(Object.prototype)
  })

  test.for([
    '[[1, 2], [3, 4]]',
    '1',
    'nan',
    '[1. 2.]',
    'tensor([1.])',
    'a,b\n1,2',
    '1;2',
    '',
    'oops',
    'Parameter containing:\ntensor([1.])',
  ])('are not what %j holds', (text) => {
    expect(readNamed(text)).toBeUndefined()
  })

  test.for<[text: string, why: string]>([
    ['{"dx": [1, oops]}', 'Line 1, column 12: "oops" is not a number.'],
    ['{"dx": [1], "dx": [2]}', 'dx is given twice.'],
    ['dx = [1]\ndx = [2]', 'dx is given twice.'],
    ['{"dx": [1] "dbeta": [2]}', 'Line 1, column 12: A comma or } is missing after dx.'],
    ['{"dx": [1]', 'Line 1, column 11: A comma or } is missing after dx.'],
    ['{"dx": [1],', 'Line 1, column 1: This { is never closed.'],
    [
      '{dx: [1]}',
      'Line 1, column 2: A name in quotes and a colon should stand here, as in "dx": [[1, 2]].',
    ],
    ['{"dx": [1]} [2]', 'Line 1, column 13: Nothing more can follow the closing }.'],
    ['{"dx": }', 'Line 1, column 8: A number is missing here.'],
    [
      'dx = [1]\n[2]',
      'Line 2, column 1: A name and an equals sign should stand here, as in dx = [[1, 2]].',
    ],
    ['{"w": ["a", 1]}', 'Line 1, column 13: Among words and objects only more of them can stand.'],
    ['{}', 'The text names no array of numbers.'],
    ['{"mode": "train"}', 'The text names no array of numbers.'],
  ])('%j are refused', ([text, expected]) => {
    expect(sentence(() => readNamed(text))).toBe(expected)
  })
})
