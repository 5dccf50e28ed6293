import { Counter, Histogram, type Registry } from '@prometheus-io/client'

/** Seconds, from a tenth of a millisecond to longer than anything may take, three to a decade but one. */
const BUCKETS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

/** What is counted as it happens. Every label comes from a table of the service: nothing that a client wrote is one. */
export function familiesIn(registry: Registry) {
  const registers = [registry]
  return {
    requests: new Counter({
      registers,
      name: 'batchnorm_requests_total',
      help: 'Requests by operation, status ("none" where the client had left) and size of the body (see sizeClass).',
      labelNames: ['operation', 'status', 'size'],
    }),
    seconds: new Histogram({
      registers,
      name: 'batchnorm_request_seconds',
      help: 'From the headers of a request to the end of its answer, by operation.',
      labelNames: ['operation'],
      buckets: BUCKETS,
    }),
    stages: new Histogram({
      registers,
      name: 'batchnorm_stage_seconds',
      help: 'The parts of a computation: queue (for a worker, and handed over), decode, compute, encode.',
      labelNames: ['operation', 'stage'],
      buckets: BUCKETS,
    }),
    refusals: new Counter({
      registers,
      name: 'batchnorm_refusals_total',
      help: 'Answers that are no result, by the code of their problem.',
      labelNames: ['problem'],
    }),
    verdicts: new Counter({
      registers,
      name: 'batchnorm_verdicts_total',
      help: 'What was found of submissions and of claimed gradients, by operation.',
      labelNames: ['operation', 'verdict'],
    }),
    mistakes: new Counter({
      registers,
      name: 'batchnorm_mistakes_total',
      help: 'Submissions by the mistake that explains them best.',
      labelNames: ['mistake'],
    }),
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
  return SIZES.find(([, most]) => bytes <= most)?.[0] ?? 'none'
}
