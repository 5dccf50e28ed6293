import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { junit } from '../../../src/core/grading/platforms/junit.ts'
import { firstLine, presentable, told } from '../../../src/core/grading/shown.ts'
import { elements, parseXml, textOf } from '../../support/xml.ts'
import { broken, FULL, HALF, results, UNREADABLE } from './results.ts'

/** The parts of a report, where every reader of it looks for them. */
function report(xml: string) {
  const root = parseXml(xml)
  const [suite, ...others] = elements(root)
  if (root.name !== 'testsuites' || suite?.name !== 'testsuite' || others.length > 0)
    throw new Error()
  const parts = elements(suite)
  const names = parts.map(({ name }) => name)
  return { root, suite, names, cases: parts.filter(({ name }) => name === 'testcase'), parts }
}

describe('the XML of JUnit', () => {
  test('is well-formed and has its parts in the order of the schema, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.oneof(results, broken), (result) => {
        const { names, cases } = report(junit(result))
        const middle = cases.map(() => 'testcase')
        expect(names).toEqual(['properties', ...middle, 'system-out'])
      }),
    )
  })

  test('says of every test what the result says, to the letter', () => {
    fc.assert(
      fc.property(results, (result) => {
        const shown = presentable(result)
        const { cases, parts } = report(junit(result))
        expect(cases.map(({ attributes }) => attributes['name'])).toEqual(
          shown.tests.map(({ name }) => name),
        )
        for (const [k, { passed, message, verdict }] of shown.tests.entries()) {
          const [outcome] = elements(cases[k] as (typeof cases)[number])
          if (passed) {
            expect(outcome).toBeUndefined()
            continue
          }
          const words = shown.gradable ? message : firstLine(shown.message)
          expect(outcome?.name).toBe(shown.gradable ? 'failure' : 'error')
          expect(outcome?.attributes).toEqual({ type: verdict, message: firstLine(words) })
          expect(textOf(outcome as NonNullable<typeof outcome>)).toBe(words)
        }
        expect(textOf(parts.at(-1) as (typeof parts)[number])).toBe(told(shown))
      }),
    )
  })

  test('counts what it holds', () => {
    fc.assert(
      fc.property(results, (result) => {
        const { root, suite, cases } = report(junit(result))
        const count = (name: string) =>
          String(cases.flatMap(elements).filter((each) => each.name === name).length)
        for (const { attributes } of [root, suite]) {
          expect(attributes).toMatchObject({
            tests: String(cases.length),
            failures: count('failure'),
            errors: count('error'),
          })
        }
      }),
    )
  })

  test('reads like this', () => {
    expect(junit(HALF)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="batchnorm" tests="2" failures="1" errors="0" time="0">
  <testsuite name="batchnorm" tests="2" failures="1" errors="0" skipped="0" time="0">
    <properties>
      <property name="score" value="4"/>
      <property name="maxScore" value="10"/>
    </properties>
    <testcase classname="batchnorm.dx" name="dx, the gradient of x" time="0">
      <failure type="wrong" message="dx is off by 1e-3 &amp; more: |error| &gt; 2 * &quot;noise&quot;.">dx is off by 1e-3 &amp; more: |error| &gt; 2 * &quot;noise&quot;.</failure>
    </testcase>
    <testcase classname="batchnorm.dbeta" name="dbeta, the gradient of beta" time="0"/>
    <system-out>1 of 2 values is right.
Hint: Which ways lead from x to out?</system-out>
  </testsuite>
</testsuites>
`)
  })

  test('has no failure when all is right, and errors alone when nothing could be read', () => {
    expect(junit(FULL)).not.toMatch(/<failure|<error/)
    const { cases } = report(junit(UNREADABLE))
    expect(cases.flatMap(elements).map(({ name }) => name)).toEqual(['error', 'error'])
  })
})
