import { escaped } from '../markup.ts'
import { type GradeResult, LONGEST_MESSAGE, type TestResult } from './result.ts'

/**
 * A result as any platform can take it: texts without a character that XML or a terminal would stumble over, numbers
 * in their range, and all of it bounded, so that the longest document stays below the smallest limit of a platform
 * (PrairieLearn's 1 MB) whatever was graded. Every translation begins with it.
 */
export function presentable(result: GradeResult): GradeResult {
  const { maxScore, gradable, causes, hints, message } = result
  const tests = fewer(result.tests)
  const share = Math.min(LONGEST_MESSAGE, Math.floor(ALL_MESSAGES / tests.length))
  return {
    ...result,
    score: gradable ? within(result.score, maxScore) : 0,
    fraction: gradable ? within(result.fraction, 1) : 0,
    passed: gradable && result.passed,
    message: bounded(clean(message), LONGEST_MESSAGE),
    tests: tests.map((test) => {
      const maxPoints = within(test.maxPoints, maxScore)
      return {
        ...test,
        id: bounded(oneLine(clean(test.id)), LONGEST_NAME),
        name: bounded(oneLine(clean(test.name)), LONGEST_NAME),
        points: gradable ? within(test.points, maxPoints) : 0,
        maxPoints,
        passed: gradable && test.passed,
        message: bounded(clean(test.message), share),
      }
    }),
    causes: causes.slice(0, MOST_CAUSES),
    hints: hints.slice(0, MOST_HINTS).map((hint) => bounded(clean(hint), LONGEST_MESSAGE)),
  }
}

const LONGEST_NAME = 200
const MOST_TESTS = 200
const MOST_HINTS = 8
const MOST_CAUSES = 20
/** Characters of all messages of tests together, each of them up to 3 bytes of JSON, or 6 of XML. */
const ALL_MESSAGES = 100_000

/** The tests, those beyond the most that are shown as one: platforms that add up points still get all of them. */
function fewer(tests: readonly TestResult[]): readonly TestResult[] {
  if (tests.length <= MOST_TESTS) return tests
  const [shown, rest] = [tests.slice(0, MOST_TESTS - 1), tests.slice(MOST_TESTS - 1)]
  const passed = rest.every((test) => test.passed)
  return [
    ...shown,
    {
      id: 'rest',
      name: `${rest.length} more`,
      points: rest.reduce((sum, { points }) => sum + points, 0),
      maxPoints: rest.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
      passed,
      verdict: passed ? 'correct' : 'wrong',
      message: '',
    },
  ]
}

/** A number from 0 to most, and 0 for what is no number: a grader gives nothing away by mistake. Never -0. */
export function within(value: number, most: number): number {
  return value > 0 ? Math.min(value, most) : 0
}

/** Whatever is no printable character: controls, halves of a surrogate pair, and the two that XML 1.0 forbids. */
const UNPRINTABLE = /[^\t\n\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** Text that XML 1.0, a terminal and a database can hold: no NUL, no escape sequence, lines ended by `\n`. */
export function clean(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(UNPRINTABLE, '')
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

/** At most that many characters, an ellipsis for what was cut, and no half of a surrogate pair. */
export function bounded(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** What to tell the student about the whole: the message, then the hints, a line each. */
export function told({ message, hints }: GradeResult): string {
  return [message, ...hints.map((hint) => `Hint: ${hint}`)].filter((line) => line !== '').join('\n')
}

/** What to tell the student in one line: the first of a text. */
export function firstLine(text: string): string {
  return bounded(text.split('\n', 1)[0] as string, LONGEST_NAME)
}

/** Text in an attribute of XML, where a parser would make a space of a line's end. */
export function attribute(text: string): string {
  return escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}
