import { escaped } from '../../markup.ts'
import type { GradeResult, TestResult } from '../result.ts'
import { attribute, firstLine, presentable, told } from '../shown.ts'

/** The name of the suite, and the class of every test in it. */
const SUITE = 'batchnorm'

/**
 * The XML that JUnit's runner in Ant writes, as read by Artemis, CodeGrade and most CI
 * (https://github.com/testmoapp/junitxml).
 *
 * A test passes or fails; one that earned only some of its points has failed, and points stand nowhere but among the
 * properties of the suite. A submission that could not be read is an error of every test, not a failure.
 */
export function junit(given: GradeResult): string {
  const result = presentable(given)
  const { score, maxScore, gradable, tests } = result
  const missed = tests.filter(({ passed }) => !passed).length
  const [failures, errors] = gradable ? [missed, 0] : [0, missed]
  const counts = `tests="${tests.length}" failures="${failures}" errors="${errors}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${SUITE}" ${counts} time="0">`,
    `  <testsuite name="${SUITE}" ${counts} skipped="0" time="0">`,
    '    <properties>',
    `      <property name="score" value="${score}"/>`,
    `      <property name="maxScore" value="${maxScore}"/>`,
    '    </properties>',
    ...tests.map((test) => testcase(test, gradable ? undefined : firstLine(result.message))),
    `    <system-out>${escaped(told(result))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase({ id, name, passed, verdict, message }: TestResult, error?: string): string {
  const start = `    <testcase classname="${SUITE}.${attribute(id)}" name="${attribute(name)}" time="0"`
  if (passed) return `${start}/>`
  const [kind, words] = error === undefined ? ['failure', message] : ['error', error]
  return [
    `${start}>`,
    `      <${kind} type="${verdict}" message="${attribute(firstLine(words))}">${escaped(words)}</${kind}>`,
    '    </testcase>',
  ].join('\n')
}
