import type { DiagnoseReply } from '../../schemas/diagnose.ts'
import { type Line, wireName } from '../core/diagnosis/lines.ts'
import type { Measure } from '../core/diagnosis/measure.ts'
import type { Diagnosis } from '../core/diagnosis.ts'
import { indexOf, type Layout } from '../formats/layout.ts'

/** A diagnosis in the words of the wire. */

const MOST_CHANNELS = 100

/** Where a line stands. */
export function presentLine({ pass, step, name }: Line) {
  return { pass, step, name: wireName(name) }
}

/** Every value by name. @param reveal whether numbers may be told from which the right ones follow */
export function presentValues(
  { values }: Diagnosis,
  layout: Layout,
  reveal: boolean,
): DiagnoseReply['values'] {
  return Object.fromEntries(
    values.map(({ line, judgement, detail, measure }) => [
      wireName(line.name),
      {
        verdict: judgement,
        pass: line.pass,
        step: line.step,
        ...(detail !== undefined && { detail }),
        ...(measure && presentMeasure(measure, line, layout, reveal)),
      },
    ]),
  )
}

function presentMeasure(
  { maxAbsError, maxRelError, maxUlp, worst, failing, channels }: Measure,
  line: Line,
  layout: Layout,
  reveal: boolean,
) {
  const { row, column, submitted, expected } = worst
  const index = line.shape === '(N,D)' ? indexOf(row, column, layout) : [column]
  return {
    ...(reveal && { maxAbsError, maxRelError, maxUlp }),
    worst: { index, ...(reveal && { submitted, expected }) },
    failing,
    channels: channels.slice(0, MOST_CHANNELS),
  }
}

/** @param reveal whether formulas may be told, and what is said in their words */
export function presentCauses({ causes }: Diagnosis, reveal: boolean): DiagnoseReply['causes'] {
  return causes.map(({ hypothesis, line, wrong, right, confidence, digits, seenIn }) => ({
    id: hypothesis.mistake.id,
    pass: line.pass,
    step: line.step,
    ...(reveal && { title: hypothesis.mistake.title, wrong, right }),
    confidence,
    ...(reveal && {
      evidence: { value: wireName(seenIn), digits, maxAbsError: hypothesis.distance },
    }),
  }))
}

export function presentGroups({ groups }: Diagnosis): DiagnoseReply['groups'] {
  return groups.map(({ alternatives, decidedBy }) => ({
    alternatives: alternatives.map((ids) => [...ids]),
    decidedBy: decidedBy === undefined ? null : wireName(decidedBy),
  }))
}

/** The hints up to a level; those with formulas only if they may be told. */
export function presentHints(
  { hints }: Diagnosis,
  level: number,
  reveal: boolean,
): DiagnoseReply['hints'] {
  const most = Math.min(level, reveal ? 3 : 2)
  return hints.filter((each) => each.level <= most)
}
