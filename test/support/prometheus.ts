/** A line of what Prometheus reads. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g
/** NaN in any case: a mean of nothing, when somebody asks twice within a moment. */
const NUMBER = /^(?:-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|[-+]?Inf|NaN)$/i

/**
 * The samples of a text in Prometheus' own format, version 0.0.4.
 *
 * @throws Error for a line that is none, or that tells twice the same
 */
export function samplesIn(text: string): Sample[] {
  const seen = new Set<string>()
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? []
      if (!NUMBER.test(value)) throw new Error(`no sample: ${line}`)
      if (seen.has(name + labels)) throw new Error(`twice: ${line}`)
      seen.add(name + labels)
      const pairs = [...labels.matchAll(LABEL)].map(([, key, content]) => [key, content])
      return { name, labels: Object.fromEntries(pairs), value: Number(value) }
    })
}
