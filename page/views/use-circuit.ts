import { useMemo } from 'preact/hooks'
import { ask, type Problem, Refused } from '../service/ask.ts'
import { drawnFields } from '../service/drawn.ts'
import { fieldsWith } from '../service/fields.ts'
import { type Faults, type Inputs, inputsFrom } from '../service/inputs.ts'
import { type Results, resultsFor } from '../service/results.ts'
import { EXAMPLES, type Example } from '../state/examples.ts'
import type { Fields } from '../state/fields.ts'
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
  const written = useMemo(() => writtenFields(source), [key])
  const drawn = useAsked(
    async (signal) => (written ? undefined : { key, fields: await draw(source, signal) }),
    [key],
    0,
  )
  // What was drawn for the source before is not this one's.
  const own = written ?? (drawn.made?.key === key ? drawn.made.fields : undefined)
  // edits is a new object for every address; its text tells whether it has changed.
  const typed = useMemo(() => JSON.stringify(edits), [edits])
  const fields = useMemo(() => fieldsWith(own ?? {}, edits), [own, typed])
  const { inputs, faults } = useMemo(
    () => (own ? inputsFrom(fields) : { faults: {} }),
    [fields, own],
  )
  const results = useAsked(async (signal) => inputs && resultsFor(inputs, signal), [inputs])
  return {
    fields,
    faults,
    inputs,
    results: results.made,
    problem: drawn.problem ?? results.problem ?? results.made?.problem,
    isBusy: drawn.isBusy || results.isBusy,
  }
}

function exampleOf(source: State['source']): Example | undefined {
  return 'example' in source ? EXAMPLES[source.example] : undefined
}

function writtenFields(source: State['source']): Partial<Fields> | undefined {
  const example = exampleOf(source)
  return example && 'fields' in example ? example.fields : undefined
}

/** The service draws more, but as text in a field that would stop a browser, and a link could ask for it. */
const MOST_DRAWN = 2 ** 18

async function draw(source: State['source'], signal: AbortSignal): Promise<Fields> {
  const example = exampleOf(source)
  if ('seed' in source && sizesIn(source.shape).reduce((n, size) => n * size, 1) > MOST_DRAWN) {
    throw new Refused({
      title: 'Too many numbers for the page',
      detail: `it draws at most ${MOST_DRAWN}; POST /v1/inputs draws more`,
      code: 'unknown',
    })
  }
  const request =
    'seed' in source
      ? { seed: source.seed, shape: sizesIn(source.shape) }
      : example && 'draw' in example && example.draw
  return drawnFields(await ask('/v1/inputs', JSON.stringify(request), signal))
}

/** The sizes in 9,4 or (9, 4) or 9x4; what is none is left to the service to refuse. */
function sizesIn(shape: string): number[] {
  return shape.split(/[\s,x()[\]]+/).flatMap((size) => (size === '' ? [] : Number(size)))
}
