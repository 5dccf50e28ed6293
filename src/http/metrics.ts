import { collectDefaultMetrics, Registry } from '@prometheus-io/client'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import { type Account, STAGES } from '../operations/account.ts'
import { familiesIn, sizeClass } from './metrics/families.ts'
import { gaugesIn, type Sources } from './metrics/gauges.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Null where nobody asks. */
    metrics: Metrics | null
  }
  interface FastifyRequest {
    /** What was found on the way to the answer of a computation. */
    account: Account | null
  }
}

/** What Prometheus is told. */
export interface Metrics {
  /**
   * A request is over.
   *
   * @param operation its operationId, or that of the page; undefined where there is none
   * @param status undefined when its client left before the end
   * @param ms from its headers to the end of its answer
   */
  answered(
    request: FastifyRequest,
    operation: string | undefined,
    status: number | undefined,
    ms: number,
  ): void
  /** Something was refused that never became a request. */
  refused(problem: ProblemCode): void
  readonly contentType: string
  text(): Promise<string>
}

/** Has a service count what it does. */
export function measure(app: FastifyInstance, sources: Sources): Metrics {
  const registry = new Registry()
  const { requests, seconds, stages, refusals, verdicts, mistakes } = familiesIn(registry)
  gaugesIn(registry, sources)
  // From 0 on, so that the first of a kind is seen to be one more.
  for (const problem of Object.keys(PROBLEMS)) refusals.at(problem)
  const process = processRegistry()
  const metrics: Metrics = {
    answered({ headers, told, account }, operation = 'other', status, ms) {
      const size = sizeClass(headers['content-length'], headers['transfer-encoding'])
      requests.at(operation, status ?? 'none', size).value += 1
      seconds.at(operation).add(ms / 1000)
      if (told?.problem) refusals.at(told.problem).value += 1
      if (!account) return
      for (const stage of STAGES) {
        const took = account.took[stage]
        if (took !== undefined) stages.at(operation, stage).add(took / 1000)
      }
      for (const { verdict, mistake } of account.judged) {
        verdicts.at(operation, verdict).value += 1
        if (mistake !== undefined) mistakes.at(mistake).value += 1
      }
    },
    refused: (problem) => {
      refusals.at(problem).value += 1
    },
    contentType: registry.contentType,
    text: async () => `${await registry.metrics()}\n${await process.metrics()}`,
  }
  app.metrics = metrics
  return metrics
}

let ofProcess: Registry | undefined

/** Processor time, memory, delays of the event loop, collections: one for all services of a process, since they share it. */
function processRegistry(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}
