import { describe, expect, test } from 'vitest'
import { readText } from '../../../page/reading/text.ts'
import { prints } from '../../support/prints.ts'
import { plain, sentence } from './reading.ts'

const read = prints.filter(({ holds }) => holds)

describe('what NumPy and Python print', () => {
  test.for(read)(
    '$name: every number is the float64 nearest to its decimals',
    ({ text, holds }) => {
      const found = readText(text)
      // Of one row or one column a table does not tell that it was a matrix.
      if (holds && text.startsWith('[') === false && found.shape.length < holds.shape.length) {
        expect(found.shape).toEqual(holds.shape.filter((size) => size > 1))
      } else expect(found.shape).toEqual(holds?.shape)
      expect(plain(found).data).toEqual([...(holds?.data ?? [])])
    },
  )

  test('is read with the line ends of Windows, and with blanks around it', () => {
    for (const { text, holds } of read) {
      const { data } = readText(`\r\n  ${text.replaceAll('\n', '\r\n')} \r\n\r\n`)
      expect([...data]).toEqual([...(holds?.data ?? [])])
    }
  })

  test('is refused when numbers are left out of it, with what to do', () => {
    const shortened = prints.filter(({ name }) => name.includes('shortened'))
    expect(shortened.length).toBe(6)
    for (const { text } of shortened) {
      const why = sentence(() => readText(text))
      expect(why).toMatch(/^Line \d+, column \d+: The print was shortened with "\.\.\."/)
      expect(why).toContain('np.set_printoptions(threshold=sys.maxsize)')
    }
  })

  test('is refused when it holds no numbers', () => {
    const why = Object.fromEntries(
      prints
        .filter(({ name, holds }) => !holds && !name.includes('shortened'))
        .map(({ name, text }) => [name, sentence(() => readText(text))]),
    )
    expect(why).toEqual({
      'truth values': 'Line 1, column 3: "True" is a truth value, not a number: write 1 or 0.',
      'complex numbers':
        'Line 1, column 3: "1.+2.j" is complex, and batch normalization takes real numbers.',
      words: `Line 1, column 8: "'1'" is not a number.`,
      objects: 'Line 1, column 13: "None" is not a number. If it stands for NaN, write NaN.',
      nothing: 'Line 1, column 7: There is no number between these brackets.',
    })
  })

  test('is refused wherever it is cut within brackets', () => {
    for (const { text } of read) {
      if (!/^(?:array\()?[[(]/.test(text)) continue
      for (let length = 1; length < text.length; length += Math.ceil(text.length / 20)) {
        expect(sentence(() => readText(text.slice(0, length)))).toMatch(/^Line \d+, column \d+: /)
      }
    }
  })
})
