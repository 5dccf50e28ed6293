import { rerun } from './candidates.ts'
import { deviation } from './closeness.ts'
import type { Ground } from './ground.ts'
import { type Hypothesis, spelled } from './hypothesis.ts'
import type { Layer, Values } from './layer.ts'
import { type Line, type LineName, wireName } from './lines.ts'
import { measure } from './measure.ts'
import type { Finding, Walk } from './walk.ts'

/** A mistake that explains a wrong value. */
export interface Cause {
  readonly hypothesis: Hypothesis
  /** The line that it changes first. */
  readonly line: Line
  /** That line as it was written, and as it should be. */
  readonly wrong: string
  readonly right: string
  /** The value that gave it away. */
  readonly seenIn: LineName
  /** How many decimal digits closer the submission lies to what the mistake makes than to what is right. */
  readonly digits: number
  /** 0 to 1: how surely it was this one. */
  readonly confidence: number
}

/** Causes that what was submitted can't tell apart. */
export interface Group {
  /** What each of them is made of, by the mistakes' ids: one mistake, or two together. */
  readonly alternatives: readonly (readonly string[])[]
  /** The first value, not submitted, that would tell them apart; undefined if no value would. */
  readonly decidedBy: LineName | undefined
}

export interface Causes {
  /** In the order of the steps where they show, the likeliest first. */
  readonly causes: readonly Cause[]
  readonly groups: readonly Group[]
}

/** So many digits closer to a mistake than to the right value is no coincidence. */
const SURE = 6

/** What explains the wrong values of a walk. */
export function causesOf(ground: Ground, { findings }: Walk): Causes {
  const causes = new Map<string, Cause>()
  const groups: Group[] = []
  for (const finding of findings) {
    const alternatives = alternativesOf(finding)
    for (const hypotheses of alternatives) {
      for (const hypothesis of hypotheses) {
        const { id } = hypothesis.mistake
        if (!causes.has(id))
          causes.set(id, causeOf(ground, finding, hypothesis, alternatives.length))
      }
    }
    if (alternatives.length > 1) {
      groups.push({
        alternatives: alternatives.map((each) => each.map(({ mistake }) => mistake.id)),
        decidedBy: decidingValue(ground, alternatives),
      })
    }
  }
  return { causes: [...causes.values()], groups }
}

/** The explanations of a value, those by the same mistakes once; the nearest first, and last what people seldom do. */
function alternativesOf({ explained }: Finding): (readonly Hypothesis[])[] {
  const seen = new Map<string, readonly Hypothesis[]>()
  for (const { hypotheses } of explained) {
    const ids = hypotheses.map(({ mistake }) => mistake.id).join()
    if (!seen.has(ids)) seen.set(ids, hypotheses)
  }
  const seldom = (hypotheses: readonly Hypothesis[]) =>
    hypotheses.some(({ mistake }) => mistake.seldom) ? 1 : 0
  return [...seen.values()].sort(
    (a, b) => seldom(a) - seldom(b) || (a[0]?.deviation ?? 0) - (b[0]?.deviation ?? 0),
  )
}

function causeOf(
  { layer, truth, closeness }: Ground,
  { line: seen, submitted }: Finding,
  hypothesis: Hypothesis,
  alternatives: number,
): Cause {
  const line = layer.lines.find(({ name }) => hypothesis.changes[name] !== undefined) as Line
  const right = truth.get(seen.name)
  const digits =
    submitted?.flaw !== undefined || !submitted || !right
      ? SURE
      : nearness(measure(submitted.value, right, closeness).maxAbsError, hypothesis.distance)
  return {
    ...{
      hypothesis,
      line,
      digits,
      seenIn: seen.name,
      right: `${wireName(line.name)} = ${line.formula}`,
    },
    wrong: `${wireName(line.name)} = ${spelled(hypothesis.changes[line.name] as string, hypothesis.k)}`,
    confidence: Math.min(1, digits / SURE) / alternatives,
  }
}

/** At most the digits of a float64. */
function nearness(fromRight: number, fromMistake: number): number {
  return Math.min(16, Math.max(0, Math.log10(fromRight / fromMistake)))
}

/** The first value that was not submitted and is another for each of these; else the first that is for any two. */
function decidingValue(
  { layer, submission, closeness: { roundoff } }: Ground,
  alternatives: readonly (readonly Hypothesis[])[],
): LineName | undefined {
  const worlds = alternatives.map((hypotheses) => worldOf(layer, hypotheses))
  const pairs = worlds.flatMap((one, k) =>
    worlds.slice(k + 1).map((other) => [one, other] as const),
  )
  const differ =
    (name: LineName) =>
    ([one, other]: readonly [Values, Values]) => {
      const [a, b] = [one.get(name), other.get(name)]
      return a !== undefined && b !== undefined && deviation(a, b, { roundoff }) > 1
    }
  const unseen = layer.lines.map(({ name }) => name).filter((name) => !submission.has(name))
  return (
    unseen.find((name) => pairs.every(differ(name))) ??
    unseen.find((name) => pairs.some(differ(name)))
  )
}

/** Every value, if these mistakes were made and no others. */
function worldOf(layer: Layer, hypotheses: readonly Hypothesis[]): Values {
  const changes = Object.assign({}, ...hypotheses.map(({ changes }) => changes))
  const constants = hypotheses.find(({ constants }) => constants)?.constants
  return rerun(layer, layer.lines, changes, new Map(), constants)
}
