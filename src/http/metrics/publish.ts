import { Counter, type Registry } from '@prometheus-io/client'
import { BOUNDS, type Count, type Durations, type Tally } from './tally.ts'

/** Has a tally read whenever somebody asks. @param labels the names of its labels, in their order */
export function publishCounts(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  tally: Tally<Count>,
): void {
  new Counter({
    ...{ registers: [registry], name, help, labelNames: [...labelNames] },
    collect() {
      this.reset()
      for (const [labels, { value }] of tally) this.inc(named(labelNames, labels), value)
    },
  })
}

/** The same for durations, as a histogram that has been filled already. */
export function publishDurations(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  tally: Tally<Durations>,
): void {
  const get = async () => {
    const values = [...tally].flatMap(([labels, durations]) =>
      samplesOf(name, named(labelNames, labels), durations),
    )
    return { name, help, type: 'histogram', aggregator: 'sum', values }
  }
  // The client has no histogram that takes more than one observation at a time; a registry asks of one no more than this.
  registry.registerMetric({ name, get } as never)
}

function samplesOf(name: string, labels: object, { counts, sum }: Durations): object[] {
  let count = 0
  const buckets = counts.map((each, k) => {
    count += each
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: BOUNDS[k] ?? '+Inf' },
      value: count,
    }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}

function named(names: readonly string[], labels: readonly (string | number)[]) {
  return Object.fromEntries(names.map((name, k) => [name, labels[k] ?? '']))
}
