import { useMemo } from 'preact/hooks'
import { ask, type Problem } from '../service/ask.ts'
import { drawnFields } from '../service/drawn.ts'
import { type Faults, type Inputs, inputsFrom } from '../service/inputs.ts'
import { type Results, resultsFor } from '../service/results.ts'
import { EXAMPLES, type Example } from '../state/examples.ts'
import { EMPTY, type Fields } from '../state/fields.ts'
import type { State } from '../state/state.ts'
import { useAsked } from './use-asked.ts'

export interface Circuit {
  readonly fields: Fields
  readonly faults: Faults
  readonly inputs: Inputs | undefined
  /** Those of the inputs before, until the new ones have come. */
  readonly results: Results | undefined
  readonly problem: Problem | undefined
  readonly isBusy: boolean
}

/** The fields of a state, and what the service makes of them. */
export function useCircuit({ source, edits }: State): Circuit {
  const key = JSON.stringify(source)
  const base = useAsked((signal) => fieldsOf(source, signal), [key])
  const typed = JSON.stringify(edits)
  // edits is a new object each time; its text tells whether it has changed.
  const fields = useMemo((): Fields => ({ ...EMPTY, ...base.made, ...edits }), [base.made, typed])
  const { inputs, faults } = useMemo(
    () => (base.made ? inputsFrom(fields) : { faults: {} }),
    [fields, base.made],
  )
  const results = useAsked(async (signal) => inputs && resultsFor(inputs, signal), [inputs])
  return {
    fields,
    faults,
    inputs,
    results: results.made,
    problem: base.problem ?? results.problem ?? results.made?.problem,
    isBusy: base.isBusy || results.isBusy,
  }
}

async function fieldsOf(source: State['source'], signal: AbortSignal): Promise<Partial<Fields>> {
  const example: Example | undefined = 'example' in source ? EXAMPLES[source.example] : undefined
  if (example && 'fields' in example) return example.fields
  const draw =
    'seed' in source
      ? { seed: source.seed, shape: source.shape.split(/\D+/).filter(Boolean).map(Number) }
      : example?.draw
  return drawnFields(await ask('/v1/inputs', JSON.stringify(draw), signal))
}
