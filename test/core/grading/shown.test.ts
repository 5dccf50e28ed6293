import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONGEST_MESSAGE } from '../../../src/core/grading/result.ts'
import { attribute, clean, presentable, told, within } from '../../../src/core/grading/shown.ts'
import { escaped } from '../../../src/core/markup.ts'
import { broken, HALF, results, texts } from './results.ts'

describe('a text that is cleaned', () => {
  test('has no control character but tab and line feed, and no half of a pair', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const cleaned = clean(text)
        expect(cleaned.isWellFormed()).toBe(true)
        expect(cleaned.replaceAll(/[\t\n]/g, '')).not.toMatch(/\p{Cc}|\ufffe|\uffff/u)
      }),
    )
  })

  test('keeps everything else, whole pairs among it', () => {
    expect(clean('a\r\nb\rc\u0000\u001b[31md\ud83d 😀 ü 界\u0085')).toBe('a\nb\nc[31md 😀 ü 界')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(clean(text)).toBe(text)
      }),
    )
  })
})

describe('a text that is escaped', () => {
  test('has no markup, and says the same', () => {
    expect(escaped(`<a href="x">'&amp;'</a>`)).toBe(
      '&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;',
    )
  })

  test('keeps its lines in an attribute', () => {
    expect(attribute('<1>\n\t2')).toBe('&lt;1&gt;&#10;&#9;2')
  })
})

describe('a number within its range', () => {
  for (const [value, shown] of [
    [3, 3],
    [7, 5],
    [Number.POSITIVE_INFINITY, 5],
    [-1, 0],
    [-0, 0],
    [Number.NaN, 0],
    [Number.NEGATIVE_INFINITY, 0],
  ] as const) {
    test(`of 0 to 5 is ${shown} for ${Object.is(value, -0) ? '-0' : value}`, () =>
      expect(within(value, 5)).toBe(shown))
  }
})

describe('a presentable result', () => {
  test('is presentable: to make it so again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(results, broken), (result) => {
        const shown = presentable(result)
        expect(presentable(shown)).toEqual(shown)
      }),
    )
  })

  test('is the result itself, where there was nothing to mend', () => {
    expect(presentable(HALF)).toEqual(HALF)
  })

  test('keeps the points of tests that it has no room for', () => {
    const [one, two] = HALF.tests as [(typeof HALF.tests)[0], (typeof HALF.tests)[0]]
    const tests = Array.from({ length: 600 }, (_, k) => ({ ...(k % 2 ? one : two), id: `${k}` }))
    const shown = presentable({ ...HALF, score: 1200, maxScore: 3000, tests })
    expect(shown.tests.length).toBe(200)
    expect(shown.tests.at(-1)).toMatchObject({ name: '401 more', passed: false })
    expect(shown.tests.reduce((sum, { points }) => sum + points, 0)).toBe(1200)
    expect(shown.tests.reduce((sum, { maxPoints }) => sum + maxPoints, 0)).toBe(3000)
  })

  test('has no more hints than anybody reads', () => {
    const hints = Array.from({ length: 20 }, (_, k) => `hint ${k}`)
    expect(presentable({ ...HALF, hints }).hints).toEqual(hints.slice(0, 8))
  })

  test('cuts a text with an ellipsis, and no pair in half', () => {
    const shown = presentable({ ...HALF, message: `x${'😀'.repeat(LONGEST_MESSAGE)}` })
    expect(shown.message.length).toBe(LONGEST_MESSAGE)
    expect(shown.message).toMatch(/^x(😀)+…$/u)
    const even = presentable({ ...HALF, message: '😀'.repeat(LONGEST_MESSAGE) })
    expect(even.message.length).toBe(LONGEST_MESSAGE - 1)
    expect(even.message).toMatch(/^(😀)+…$/u)
  })

  test('gives nothing for what could not be read, whatever its tests say', () => {
    const shown = presentable({ ...HALF, passed: true, gradable: false })
    expect(shown).toMatchObject({ score: 0, fraction: 0, passed: false })
    expect(shown.tests.map(({ points, passed }) => [points, passed])).toEqual([
      [0, false],
      [0, false],
    ])
  })
})

test('what is told is the message and the hints, a line each', () => {
  expect(told(HALF)).toBe('1 of 2 values is right.\nHint: Which ways lead from x to out?')
  expect(told({ ...HALF, message: '', hints: [] })).toBe('')
})
