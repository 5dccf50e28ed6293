import type { Registry } from '@prometheus-io/client'
import { publishCounts, publishDurations } from './publish.ts'
import { Count, Durations, Tally } from './tally.ts'

/** What is counted as it happens. Every label comes from a table of the service: nothing that a client wrote is one. */
export function familiesIn(registry: Registry) {
  const counts = (name: string, help: string, ...labels: string[]) => {
    const tally = new Tally(() => new Count())
    publishCounts(registry, `batchnorm_${name}`, help, labels, tally)
    return tally
  }
  const durations = (name: string, help: string, ...labels: string[]) => {
    const tally = new Tally(() => new Durations())
    publishDurations(registry, `batchnorm_${name}`, help, labels, tally)
    return tally
  }
  return {
    requests: counts(
      'requests_total',
      'Requests by operation, status ("none" where the client had left) and size of the body.',
      ...['operation', 'status', 'size'],
    ),
    seconds: durations(
      'request_seconds',
      'From the headers of a request to the end of its answer.',
      'operation',
    ),
    stages: durations(
      'stage_seconds',
      'The parts of a computation: queue (waiting for a worker and handing over), decode, compute, encode.',
      ...['operation', 'stage'],
    ),
    refusals: counts(
      'refusals_total',
      'Answers that are no result, by the code of their problem.',
      'problem',
    ),
    verdicts: counts(
      'verdicts_total',
      'What was found of submissions and of claimed gradients.',
      ...['operation', 'verdict'],
    ),
    mistakes: counts(
      'mistakes_total',
      'Submissions by the mistake that explains them best.',
      'mistake',
    ),
  } as const
}

const SIZES = [
  ['none', 0],
  ['to 64 KiB', 2 ** 16],
  ['to 1 MiB', 2 ** 20],
  ['to 16 MiB', 2 ** 24],
  ['above', Number.POSITIVE_INFINITY],
] as const

/** The class of a body's announced length; `unannounced` for one that comes in chunks. */
export function sizeClass(length: string | undefined, encoding: string | undefined): string {
  if (encoding !== undefined) return 'unannounced'
  const bytes = Number(length ?? 0)
  for (const [name, most] of SIZES) if (bytes <= most) return name
  return 'none'
}
