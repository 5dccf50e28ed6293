import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EdxXqueueBody } from '../../../schemas/grade/edx-xqueue.ts'
import { PLATFORM_OPERATIONS } from '../../../schemas/grade/platforms.ts'
import { autolab } from '../../../src/core/grading/platforms/autolab.ts'
import { coderunner } from '../../../src/core/grading/platforms/coderunner.ts'
import { coursera } from '../../../src/core/grading/platforms/coursera.ts'
import { edxXqueue } from '../../../src/core/grading/platforms/edx-xqueue.ts'
import {
  type GithubClassroomResult,
  githubClassroom,
} from '../../../src/core/grading/platforms/github-classroom.ts'
import { gradescope } from '../../../src/core/grading/platforms/gradescope.ts'
import { ltiAgs } from '../../../src/core/grading/platforms/lti-ags.ts'
import { nbgrader } from '../../../src/core/grading/platforms/nbgrader.ts'
import { otter } from '../../../src/core/grading/platforms/otter.ts'
import { prairielearn } from '../../../src/core/grading/platforms/prairielearn.ts'
import { text } from '../../../src/core/grading/platforms/text.ts'
import { xapi } from '../../../src/core/grading/platforms/xapi.ts'
import type { PlatformName } from '../../../src/core/grading/platforms.ts'
import { parseXml, textOf } from '../../support/xml.ts'
import { broken, FULL, HALF, results, texts, UNREADABLE } from './results.ts'

/** What each platform makes of a document, retold from its source, and what must come of it. */

const any = fc.oneof(results, broken)

describe('nbgrader', () => {
  /** `determine_grade` for a cell whose last line displays this text. */
  function determineGrade(displayed: string, points: number): number {
    const grade = displayed.trim() === '' ? Number.NaN : Number(displayed)
    if (Number.isNaN(grade)) return points
    if (grade < 0) return points
    if (grade > points) throw new Error('partial credit cannot be greater than maximum points')
    return grade
  }

  test('gives a submission its share of the points of the cell, and never more', () => {
    const points = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(results, points, (result, points) => {
        const given = determineGrade(JSON.stringify(nbgrader(result, { points })), points)
        expect(given).toBeCloseTo(result.fraction * points, 6)
      }),
    )
  })

  test('gives nothing where grading has made a mistake, instead of everything', () => {
    for (const fraction of [Number.NaN, -1, -0]) {
      const shown = JSON.stringify(nbgrader({ ...HALF, fraction }, { points: 5 }))
      expect(determineGrade(shown, 5)).toBe(0)
    }
    expect(nbgrader({ ...HALF, fraction: 1 + 2 ** -52 }, { points: 5 })).toBe(5)
    expect(nbgrader({ ...UNREADABLE, fraction: 1 }, { points: 5 })).toBe(0)
  })
})

describe('GitHub Classroom', () => {
  /** What the reporter prints in the log, and what it reports. */
  function reporter({ tests, max_score }: GithubClassroomResult) {
    const passed = tests.filter(({ status }) => status === 'pass').length
    const grade = tests.reduce((sum, { score }) => sum + score, 0)
    return { table: (passed * max_score) / tests.length, grade, of: max_score }
  }

  test('reports the whole points of a submission, rounded down', () => {
    const most = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(results, most, (result, maxScore) => {
        const { grade, of } = reporter(githubClassroom(result, { maxScore }))
        expect(of).toBe(maxScore)
        expect(grade).toBe(Math.floor(result.fraction * maxScore + 1e-9))
      }),
    )
  })

  test('prints in the log what it reports, when all tests weigh the same', () => {
    fc.assert(
      fc.property(any, (result) => {
        const { table, grade } = reporter(githubClassroom(result, { equalWeights: true }))
        expect(table).toBeCloseTo(grade, 9)
      }),
    )
  })

  test('prints something else, when they do not: the trap that equalWeights is for', () => {
    expect(reporter(githubClassroom(HALF))).toEqual({ table: 50, grade: 40, of: 100 })
    expect(reporter(githubClassroom(HALF, { equalWeights: true }))).toEqual({
      table: 1,
      grade: 1,
      of: 2,
    })
  })

  test('loses no point to rounding where all is right', () => {
    const thirds = {
      ...FULL,
      tests: Array.from({ length: 7 }, (_, k) => ({ ...FULL.tests[0], id: `${k}` })),
    }
    const tests = thirds.tests.map((test) => ({ ...test, points: 0.1, maxPoints: 0.1 }))
    const result = { ...FULL, score: 0.7, maxScore: 0.7, tests } as typeof FULL
    expect(reporter(githubClassroom(result)).grade).toBe(100)
  })

  test('knows a submission that could not be read from one that is wrong', () => {
    expect(githubClassroom(UNREADABLE).tests[0]).toMatchObject({
      status: 'error',
      score: 0,
      message: UNREADABLE.message,
    })
    expect(githubClassroom(HALF)).toMatchObject({ status: 'fail' })
    expect(githubClassroom(FULL)).toMatchObject({ status: 'pass' })
  })
})

describe('Open edX', () => {
  const body = (given: Parameters<typeof edxXqueue>[0], xqueueHeader = '{}') =>
    EdxXqueueBody.parse(JSON.parse(edxXqueue(given, { xqueueHeader }).xqueue_body))

  test('gets its header back to the letter', () => {
    const header = fc.oneof(texts, fc.json())
    fc.assert(
      fc.property(header, (xqueueHeader) => {
        expect(edxXqueue(HALF, { xqueueHeader }).xqueue_header).toBe(xqueueHeader)
      }),
    )
  })

  test('gets a message that is one element of XML, with the text in it', () => {
    fc.assert(
      fc.property(any, (result) => {
        const element = parseXml(body(result).msg)
        expect(element.name).toBe('pre')
        expect(textOf(element)).toBe(text(result))
      }),
    )
  })
})

describe('CodeRunner', () => {
  /** Why the question would be marked as broken; undefined when it would not. */
  function fault(printed: string): string | undefined {
    const { fraction, ...fields } = JSON.parse(printed)
    if (!(fraction >= 0 && fraction <= 1)) return 'missing or bad fraction'
    const allowed = ['prologuehtml', 'testresults', 'epiloguehtml', 'columnformats']
    const unknown = Object.keys(fields).filter((name) => !allowed.includes(name))
    if (unknown.length > 0) return `unknown field ${unknown}`
    const [header, ...rows] = fields.testresults
    const shown = header.filter((name: string) => name !== 'iscorrect' && name !== 'ishidden')
    if (fields.columnformats.length !== shown.length) return 'wrong number of formats'
    return rows.every((row: unknown[]) => row.length === header.length) ? undefined : 'ragged'
  }

  test('finds nothing to complain of', () => {
    fc.assert(
      fc.property(any, (result) => {
        expect(fault(JSON.stringify(coderunner(result)))).toBeUndefined()
      }),
    )
  })

  test('gets HTML without a tag that came from a message', () => {
    fc.assert(
      fc.property(any, (result) => {
        const { prologuehtml, epiloguehtml } = coderunner(result)
        const tags = `${prologuehtml}${epiloguehtml}`.match(/<[^>]*>/g) ?? []
        expect(
          new Set(tags).difference(
            new Set(['<p>', '</p>', '<br/>', '<ul>', '</ul>', '<li>', '</li>']),
          ).size,
        ).toBe(0)
      }),
    )
  })
})

describe('Gradescope', () => {
  test('shows a test as passed when all of its points were given, and not before', () => {
    const tests = HALF.tests.map((test) => ({ ...test, points: 3, maxPoints: 4, passed: false }))
    const shown = gradescope({ ...HALF, tests }).tests
    expect(shown.map(({ status }) => status)).toEqual(['failed', 'failed'])
  })

  test('keeps the total where it is, unless a test is not visible', () => {
    const hidden = (options: Parameters<typeof gradescope>[1]) =>
      gradescope(HALF, options).tests.some(({ visibility = 'visible' }) => visibility !== 'visible')
    expect(hidden({})).toBe(false)
    expect(hidden({ visibility: 'after_published' })).toBe(false)
    expect(hidden({ testVisibility: 'visible' })).toBe(false)
    expect(hidden({ testVisibility: 'hidden' })).toBe(true)
  })

  test('adds up to the score that is given, to the last bits', () => {
    fc.assert(
      fc.property(results, (result) => {
        const { score, tests } = gradescope(result)
        const sum = tests.reduce((all, test) => all + test.score, 0)
        expect(Math.abs(sum - score)).toBeLessThanOrEqual(1e-12 * result.maxScore)
      }),
    )
  })
})

test('Coursera shows all of a feedback: it is below 64 KB', () => {
  const long = '界'.repeat(2000)
  const tests = Array.from({ length: 100 }, (_, k) => ({
    ...HALF.tests[0],
    id: `${k}`,
    message: long,
  }))
  const { feedback } = coursera({ ...HALF, tests: tests as typeof HALF.tests })
  expect(Buffer.byteLength(feedback)).toBeGreaterThan(60_000)
  expect(Buffer.byteLength(feedback)).toBeLessThan(64_000)
})

test('Otter rounds every number of points to 5 decimals', () => {
  expect(
    otter({ ...HALF, tests: HALF.tests.map((test) => ({ ...test, points: 2 / 3 })) }).tests[1],
  ).toMatchObject({ name: 'dx', score: 0.66667, max_score: 6 })
})

test('PrairieLearn takes no attempt for what could not be read', () => {
  expect(prairielearn(UNREADABLE)).toEqual({
    gradable: false,
    format_errors: ['dx is no array of numbers.'],
  })
})

test('Autolab gives one problem the whole score, or every test its own', () => {
  expect(autolab(HALF, { problem: 'Batch norm' })[1]).toEqual({ scores: { 'Batch norm': 4 } })
  expect(autolab(HALF)[1]).toEqual({ scores: { dx: 0, dbeta: 4 } })
})

test('LTI and xAPI are told of what could not be read as of any other 0', () => {
  const when = { userId: 'u', timestamp: '2026-11-25T10:00:00.123Z' }
  expect(ltiAgs(UNREADABLE, when)).toMatchObject({
    scoreGiven: 0,
    gradingProgress: 'FullyGraded',
    comment: UNREADABLE.message,
  })
  expect(xapi(UNREADABLE)).toMatchObject({ success: false, completion: true })
})

test('in a text nearly all points are not all of them', () => {
  expect(text({ ...FULL, score: 9.999 })).toMatch(/^9.99 of 10 points\n/)
  expect(text({ ...FULL, score: 1 / 3 })).toMatch(/^0.33 of 10 points\n/)
  expect(text({ ...FULL, score: 0.29 })).toMatch(/^0.29 of 10 points\n/)
})

/** Documents that a platform would punish, most of them without a word: what is changed, and to what. */
const PUNISHED: readonly (readonly [PlatformName, object, string])[] = [
  ['gradescope', { score: -1 }, 'a negative score'],
  ['gradescope', { score: Number.NaN }, 'a score that is none'],
  ['gradescope', { output_format: 'html' }, 'HTML'],
  ['gradescope', { tests: [] }, 'no tests'],
  ['prairielearn', { score: 1 + 2 ** -52 }, 'a score just above 1'],
  ['prairielearn', { score: 4 }, 'points for a score'],
  ['prairielearn', { score: undefined }, 'no score'],
  ['otter', { tests: [{ name: 'dx', score: 1, max_score: 6 }] }, 'tests without a summary'],
  ['codegrade', { points: 2 }, 'points for a fraction'],
  ['coderunner', { fraction: 1.01 }, 'a fraction above 1'],
  ['coderunner', { comment: 'well done' }, 'a field that it does not know'],
  ['coderunner', { columnformats: ['%s'] }, 'too few formats'],
  ['github-classroom', { max_score: 0 }, 'nothing to win'],
  ['github-classroom', { max_score: 1 }, 'more points than there are'],
  ['edx-xqueue', { xqueue_body: '{"correct": true}' }, 'a body without a score'],
  ['edx-xqueue', { xqueue_body: 'correct' }, 'a body that is no JSON'],
  ['coursera', { fractionalScore: '0.5' }, 'a text for a number'],
  ['lti-ags', { timestamp: '2026-11-25T10:00:00Z' }, 'a timestamp in whole seconds'],
  ['lti-ags', { timestamp: '2026-11-25T10:00:00.1' }, 'a timestamp of nowhere'],
  ['lti-ags', { scoreGiven: -1 }, 'a negative score'],
  ['lti-ags', { scoreMaximum: 0 }, 'nothing to win'],
  ['lti-ags', { gradingProgress: 'Pending' }, 'a score that Canvas ignores'],
  ['xapi', { score: { scaled: 1.1, raw: 4, min: 0, max: 10 } }, 'more than all'],
  ['xapi', { score: { scaled: 1, raw: 11, min: 0, max: 10 } }, 'raw above max'],
  ['xapi', { score: { scaled: 0, raw: 0, min: 0, max: 0 } }, 'min equal to max'],
]

describe('the schema of a document refuses', () => {
  const TOLD: Partial<Record<PlatformName, object>> = {
    'edx-xqueue': { xqueueHeader: '{}' },
    'lti-ags': { userId: 'u', timestamp: '2026-11-25T10:00:00.123Z' },
  }
  test.each(PUNISHED)('for %s %o: %s', (name, change) => {
    const platform = PLATFORM_OPERATIONS.find((each) => each.name === name)
    const document = platform?.translate(HALF, TOLD[name] ?? {}) as object
    expect(platform?.reply.safeParse(document).success).toBe(true)
    expect(platform?.reply.safeParse({ ...document, ...change }).success).toBe(false)
  })

  test('for nbgrader a negative number, and a text', () => {
    const platform = PLATFORM_OPERATIONS.find(({ name }) => name === 'nbgrader')
    for (const [value, taken] of [
      [0, true],
      [2.5, true],
      [-1, false],
      [Number.NaN, false],
      ['2.5', false],
    ]) {
      expect(platform?.reply.safeParse(value).success).toBe(taken)
    }
  })
})
