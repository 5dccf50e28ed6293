import type { ConvertRunningReply, ConvertRunningRequest } from '../../schemas/convert-running.ts'
import { copy } from '../core/arithmetics/dd.ts'
import { doubleDouble, type WideMatrix, zeros } from '../core/arithmetics/double-double.ts'
import { Refusal } from '../core/errors.ts'
import { forward } from '../core/fused/forward.ts'
import { filled } from '../core/matrix.ts'
import { converted } from '../core/running/convert.ts'
import { identified } from '../core/running/identify.ts'
import type { Candidate, Held } from '../core/running/judge.ts'
import { openQuestions } from '../core/running/open.ts'
import type { Batches } from '../core/running/replay.ts'
import { warning } from '../core/warnings.ts'
import { layoutOf, toMatrix } from '../formats/layout.ts'

/** How many candidates are returned: of those that agree, and of those that don't. */
const [MOST, MOST_OTHERS] = [10, 3]

/** POST /v1/convert-running. */
export function runConvertRunning(request: ConvertRunningRequest): ConvertRunningReply {
  const { running, to } = request
  demandLength(running.var.d, running.mean.d, ['running', 'var'])
  const seen = batchesOf(request)
  const batches = seen && { ...seen, before: beforeOf(request, seen.counts.length) }
  const found = batches && identification(running, batches)
  const changed = to && conversion(request, to, batches, found?.reply.candidates)
  return {
    ...found?.reply,
    ...(changed && { running: changed.running, eps: changed.eps }),
    warnings: [...(found?.warnings ?? []), ...(changed?.warnings ?? [])],
  }
}

function identification(held: Held, batches: Batches) {
  const candidates = identified(held, batches)
  const agree = candidates.filter(({ agrees }) => agrees !== 'none')
  const others = candidates.slice(agree.length, agree.length + MOST_OTHERS)
  return {
    reply: {
      candidates: [...agree.slice(0, MOST), ...others],
      open: openQuestions(candidates, batches),
    },
    warnings: agree.length > 0 ? [] : [warning('no-match')],
  }
}

/** What the batches tell, if they were sent, need not be said: their number, their size where it is one, the momentum. */
function conversion(
  { running, before, n }: ConvertRunningRequest,
  to: NonNullable<ConvertRunningRequest['to']>,
  batches: Batches | undefined,
  candidates: readonly Candidate[] = [],
) {
  // What was there before them has not been counted.
  const counted = before ? undefined : batches?.counts.length
  const { convention, mean, var: variance, count = counted } = running
  if (!convention) {
    const detail = 'needed to convert: whose terms are these?'
    throw new Refusal('missing', 'the convention to convert from was not sent', [
      { detail, path: ['running', 'convention'] },
    ])
  }
  const found = candidates
    .filter(({ agrees }) => agrees !== 'none')
    .flatMap(({ conventions }) => conventions)
    .find((each) => each.convention === convention)
  const momentum = running.momentum === undefined ? found?.momentum : running.momentum
  const sizes = new Set(batches?.counts)
  const size = n ?? (sizes.size === 1 ? [...sizes][0] : undefined)
  return converted({ convention, mean, var: variance, momentum, count }, to, size)
}

/** @throws Refusal `shape`, or `invalid` when fewer batches were counted than were sent */
function beforeOf({ before, running }: ConvertRunningRequest, batches: number): Batches['before'] {
  if (!before) return undefined
  const { count = batches } = running
  demandLength(before.mean.d, running.mean.d, ['before', 'mean'])
  demandLength(before.var.d, running.mean.d, ['before', 'var'])
  if (count >= batches) return { ...before, count: count - batches }
  const detail = `is less than the ${batches} batches that were sent`
  throw new Refusal('invalid', `running.count ${detail}`, [{ detail, path: ['running', 'count'] }])
}

function batchesOf(request: ConvertRunningRequest): Batches | undefined {
  const { batches, statistics, channelAxis, running } = request
  const { d } = running.mean
  if (statistics) return givenStatistics(statistics, d)
  if (!batches) return undefined
  const means = zeros(batches.length, d)
  const vars = zeros(batches.length, d)
  const counts = batches.map((tensor, at) => {
    const layout = layoutOf(tensor.shape, channelAxis)
    demandLength(layout.d, d, ['batches', at])
    const [gamma, beta] = [filled(d, 1), filled(d, 0)]
    const inputs = { x: toMatrix(tensor, layout), gamma, beta, eps: 1, mode: 'train' } as const
    const { mu, var: variance } = forward(inputs, () => false)
    putRow(means, at, mu)
    putRow(vars, at, variance)
    return layout.n
  })
  return { means, vars, counts }
}

function givenStatistics(
  { mean, var: variance, n }: NonNullable<ConvertRunningRequest['statistics']>,
  d: number,
): Batches {
  const [count = 0, width = 0] = mean.shape
  demandLength(width, d, ['statistics', 'mean'])
  if (variance.shape.join() !== mean.shape.join()) {
    const detail = `expected shape (${mean.shape.join(', ')}) as that of mean; found (${variance.shape.join(', ')})`
    throw new Refusal('shape', `statistics.var: ${detail}`, [
      { detail, path: ['statistics', 'var'] },
    ])
  }
  if (n.length !== 1 && n.length !== count) {
    const detail = `expected one number, or ${count}; found ${n.length}`
    throw new Refusal('shape', `statistics.n: ${detail}`, [{ detail, path: ['statistics', 'n'] }])
  }
  return {
    means: doubleDouble.lift({ n: count, d, data: mean.data }),
    vars: doubleDouble.lift({ n: count, d, data: variance.data }),
    counts: Array.from({ length: count }, (_, at) => n[n.length === 1 ? 0 : at] as number),
  }
}

function putRow(into: WideMatrix, at: number, row: WideMatrix): void {
  for (let j = 0; j < row.d; j++) copy(into, at * row.d + j, row, j)
}

/** @throws Refusal `shape` when something has not as many channels as running.mean */
function demandLength(found: number, d: number, path: (string | number)[]): void {
  if (found === d) return
  const detail = `expected ${d} channels, as in running.mean; found ${found}`
  throw new Refusal('shape', `${path.join('.')}: ${detail}`, [{ detail, path }])
}

/** In passes of the circuit: one over every batch, and some seventy over their statistics. */
export function convertRunningWork({
  batches,
  statistics,
  running,
}: ConvertRunningRequest): number {
  const count = batches?.length ?? statistics?.mean.shape[0] ?? 0
  const values = batches?.reduce((sum, { data }) => sum + data.length, 0) ?? 0
  return values + 70 * count * running.mean.d
}
