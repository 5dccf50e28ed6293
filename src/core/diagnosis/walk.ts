import type { Ground } from './ground.ts'
import type { Explanation, Hypothesis } from './hypothesis.ts'
import { type Judgement, judge, type Point, START } from './judge.ts'
import type { Line } from './lines.ts'
import type { Submitted } from './submission.ts'

/** What came of one line: the judgement, and for a wrong value what explains it, if anything does. */
export interface Finding {
  readonly line: Line
  readonly judgement: Judgement
  readonly submitted: Submitted | undefined
  /** What explains a wrong value: one mistake, or two made together. Several can't be told apart by what was submitted. */
  readonly explained: readonly Explanation[]
  /** Whether it is another value than a mistake made before would make it. */
  readonly belies: boolean
}

/** A walk through the lines of a submission, each judged by what came before it. */
export interface Walk {
  readonly findings: readonly Finding[]
  readonly hypotheses: readonly Hypothesis[]
}

/**
 * Judges every line of a submission, from one on. Where several mistakes explain a value, each is followed to the end,
 * and those are kept that leave the least unexplained.
 */
export function walk(ground: Ground, at = 0, point: Point = START): Walk {
  const line = ground.layer.lines[at]
  if (!line) return { findings: [], hypotheses: point.hypotheses }
  const { judgement, belies = false, ways } = judge(ground, line, point)
  const walks = ways.map(({ by, next }) => ({ by, rest: walk(ground, at + 1, next) }))
  const least = Math.min(...walks.map(({ rest }) => unexplained(rest)))
  const best = walks.filter(({ rest }) => unexplained(rest) === least)
  const [{ rest }] = best as [(typeof walks)[number]]
  const finding: Finding = {
    ...{ line, judgement, belies, submitted: ground.submission.get(line.name) },
    explained: best.flatMap(({ by }) => by ?? []),
  }
  return { findings: [finding, ...rest.findings], hypotheses: rest.hypotheses }
}

/** Wrong values count, and those that nothing explains count much more; between equals, those that belie a mistake. */
function unexplained({ findings }: Walk): number {
  return findings.reduce((sum, { judgement, explained, belies }) => {
    const wrong = judgement === 'wrong' || judgement === 'shape'
    return sum + (wrong ? (explained.length > 0 ? 1 : 100) : belies ? 0.5 : 0)
  }, 0)
}
