import { Counter, Gauge, type Registry } from '@prometheus-io/client'
import pkg from '../../../package.json' with { type: 'json' }
import type { Pool } from '../../workers/pool.ts'
import type { Budget } from '../budget.ts'

/** Where the gauges look. */
export interface Sources {
  readonly pool: Pool
  readonly budget: Budget
  readonly settings: { readonly QUEUE_LIMIT: number; readonly BYTES_IN_FLIGHT: number }
}

/** What is looked up when somebody asks. */
export function gaugesIn(registry: Registry, { pool, budget, settings }: Sources): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      registers: [registry],
      name: `batchnorm_${name}`,
      help,
      collect() {
        this.set(value())
      },
    })
  gauge('queue_length', 'Large requests that wait for a worker.', () => pool.state().waiting)
  gauge('queue_limit', 'QUEUE_LIMIT: the most that may wait.', () => settings.QUEUE_LIMIT)
  gauge('in_flight_bytes', 'What all requests in flight hold together.', () => budget.taken())
  gauge(
    'in_flight_bytes_limit',
    'BYTES_IN_FLIGHT: the most that they may.',
    () => settings.BYTES_IN_FLIGHT,
  )

  new Gauge({
    registers: [registry],
    name: 'batchnorm_workers',
    help: 'Workers by what they do: busy or idle. One starts when it is needed.',
    labelNames: ['state'],
    collect() {
      const { busy, idle } = pool.state()
      this.set({ state: 'busy' }, busy)
      this.set({ state: 'idle' }, idle)
    },
  })
  new Counter({
    registers: [registry],
    name: 'batchnorm_workers_replaced_total',
    help: 'Workers that ended: they died, took too long, or their client left.',
    collect() {
      this.reset()
      this.inc(pool.state().replaced)
    },
  })
  new Gauge({
    registers: [registry],
    name: 'batchnorm_build_info',
    help: '1, for the version of the service and of Node.',
    labelNames: ['version', 'node'],
  }).set({ version: pkg.version, node: process.version }, 1)
}
