import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PLATFORM_OPERATIONS, type PlatformOperation } from '../../../schemas/grade/platforms.ts'
import { VISIBILITIES } from '../../../src/core/grading/platforms/gradescope.ts'
import { PLATFORMS, type PlatformName } from '../../../src/core/grading/platforms.ts'
import type { GradeResult } from '../../../src/core/grading/result.ts'
import { broken, FULL, HALF, results, texts, UNREADABLE } from './results.ts'

const visibility = fc.constantFrom(...VISIBILITIES)
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

/** What a platform may be told. */
const OPTIONS: Readonly<Record<PlatformName, fc.Arbitrary<object>>> = {
  gradescope: fc.record({ visibility, testVisibility: visibility }, { requiredKeys: [] }),
  prairielearn: fc.constant({}),
  otter: fc.record({ testVisibility: visibility }, { requiredKeys: [] }),
  nbgrader: fc.record({ points: fc.double({ min: 0, max: 1e300, noNaN: true }) }),
  autolab: fc.record(
    { problem: fc.constantFrom('Correctness', 'constructor', '1') },
    { requiredKeys: [] },
  ),
  codegrade: fc.constant({}),
  coderunner: fc.constant({}),
  'github-classroom': fc.oneof(
    fc.record({ maxScore: fc.integer({ min: 1, max: 1000 }) }, { requiredKeys: [] }),
    fc.record({ equalWeights: fc.boolean() }),
  ),
  'edx-xqueue': fc.record({ xqueueHeader: texts.map((text) => `${text}.`) }),
  coursera: fc.constant({}),
  'lti-ags': fc.record(
    { userId: fc.constant('u-1'), timestamp: moment, submittedAt: moment },
    { requiredKeys: ['userId', 'timestamp'] },
  ),
  xapi: fc.constant({}),
  junit: fc.constant({}),
  text: fc.constant({}),
}

/** Runs a law over many results and the documents made of them. */
function forEveryDocument(
  { name, options, translate }: PlatformOperation,
  given: fc.Arbitrary<GradeResult>,
  law: (document: unknown, result: GradeResult) => void,
): void {
  fc.assert(
    fc.property(given, OPTIONS[name], (result, asked) => {
      law(translate(result, options.parse(asked)), result)
    }),
  )
}

/** Every number and every text of a document, those inside a text of JSON included; keys are texts too. */
function leaves(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (typeof value !== 'object' || value === null) return [value]
  return Object.entries(value).flatMap(([key, part]) => [
    key,
    ...(key === 'xqueue_body'
      ? leaves(JSON.parse(part))
      : key === 'xqueue_header'
        ? []
        : leaves(part)),
  ])
}

describe.each(PLATFORM_OPERATIONS)('the document for $title', (platform) => {
  test('is one that its schema describes, field by field', () => {
    forEveryDocument(platform, results, (document) => {
      expect(platform.reply.parse(document)).toEqual(document)
    })
  })

  test('is so as well when grading has made a mistake with its numbers', () => {
    forEveryDocument(platform, broken, (document) => {
      expect(platform.reply.parse(document)).toEqual(document)
    })
  })

  test('survives JSON', () => {
    forEveryDocument(platform, fc.oneof(results, broken), (document) => {
      expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    })
  })

  test('has no number that is none, and no text that could not be shown', () => {
    forEveryDocument(platform, fc.oneof(results, broken), (document) => {
      for (const leaf of leaves(document)) {
        if (typeof leaf === 'number') {
          expect(Number.isFinite(leaf) && !Object.is(leaf, -0)).toBe(true)
        } else if (typeof leaf === 'string') {
          expect(leaf.isWellFormed()).toBe(true)
          expect(leaf).not.toMatch(/[^\P{Cc}\t\n]/u)
        }
      }
    })
  })

  test('is bounded, however many tests there are and whatever they say', () => {
    const long = '界"\n<&'.repeat(1000)
    const [one] = HALF.tests as [GradeResult['tests'][number]]
    const test = { ...one, name: long, message: long }
    const tests = Array.from({ length: 5000 }, (_, k) => ({ ...test, id: `${k}${long}` }))
    const hints = Array.from({ length: 100 }, () => long)
    for (const gradable of [true, false]) {
      const result = { ...HALF, maxScore: 30_000, message: long, tests, hints, gradable }
      const options = fc.sample(OPTIONS[platform.name], { numRuns: 1, seed: 1 })[0]
      const document = platform.translate(result, options)
      expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(
        platform.name === 'prairielearn' ? 1e6 : 2e6,
      )
      expect(platform.reply.parse(document)).toEqual(document)
    }
  })

  test('is a pure function of the result', () => {
    const [options] = fc.sample(OPTIONS[platform.name], { numRuns: 1, seed: 1 })
    for (const result of [HALF, FULL, UNREADABLE]) {
      const before = structuredClone(result)
      const document = platform.translate(result, options)
      expect(result).toEqual(before)
      expect(platform.translate(structuredClone(result), structuredClone(options))).toEqual(
        document,
      )
    }
  })

  test('says why nothing could be read, where it says anything', () => {
    if (['nbgrader', 'codegrade'].includes(platform.name)) return
    const [options] = fc.sample(OPTIONS[platform.name], { numRuns: 1, seed: 1 })
    const document = JSON.stringify(platform.translate(UNREADABLE, options))
    expect(document).toContain(UNREADABLE.message)
  })
})

describe('the table of platforms', () => {
  test('has a row with schemas for every platform, in its order', () => {
    expect(PLATFORM_OPERATIONS.map(({ name }) => name)).toEqual(Object.keys(PLATFORMS))
    for (const { id } of PLATFORM_OPERATIONS) expect(id).toMatch(/^grade([A-Z][a-z]+)+$/)
  })

  test('lets options be left out where `{}` is enough', () => {
    const needed = PLATFORM_OPERATIONS.filter(({ optional }) => !optional).map(({ name }) => name)
    expect(needed).toEqual(['nbgrader', 'edx-xqueue', 'lti-ags'])
  })

  test('has options that refuse a field they do not know', () => {
    for (const { name, options } of PLATFORM_OPERATIONS) {
      const [asked] = fc.sample(OPTIONS[name], { numRuns: 1, seed: 1 })
      expect(options.safeParse(asked).success).toBe(true)
      expect(options.safeParse({ ...asked, surprise: 1 }).success).toBe(false)
    }
  })

  test('has schemas that OpenAPI can show, each with a name and a description', () => {
    for (const { options, reply } of PLATFORM_OPERATIONS) {
      for (const schema of [options, reply]) {
        const { id, description } = schema.meta() ?? {}
        expect(id).toMatch(/^[A-Z][A-Za-z]+$/)
        expect(description).toBeTruthy()
        z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' })
      }
    }
  })
})
