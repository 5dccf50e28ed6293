import { useMemo } from 'preact/hooks'
import type { FigureVerdict } from '../../src/core/figure.ts'
import type { Tensor } from '../../src/formats/tensor.ts'
import { readText } from '../reading/text.ts'
import { ask, type Problem, Refused } from '../service/ask.ts'
import { bodyOf } from '../service/bodies.ts'
import { circuitOf, type Inputs } from '../service/inputs.ts'
import type { Verdicts } from '../views/figure.ts'
import { useAsked } from '../views/use-asked.ts'

/** What POST /v1/diagnose says, as far as the page shows it. */
export interface DiagnoseReply {
  readonly verdict: 'correct' | 'precision' | 'wrong'
  readonly firstWrong: {
    readonly pass: string
    readonly step: number
    readonly name: string
  } | null
  readonly values: Readonly<
    Record<
      string,
      {
        readonly verdict: FigureVerdict
        readonly step: number
        readonly detail?: string
        readonly maxAbsError?: number
        readonly failing?: number
        readonly worst?: {
          readonly index: readonly number[]
          readonly submitted?: number
          readonly expected?: number
        }
      }
    >
  >
  readonly causes: readonly {
    readonly id: string
    readonly pass: string
    readonly step: number
    readonly title?: string
    readonly wrong?: string
    readonly right?: string
    readonly confidence: number
  }[]
  readonly groups: readonly { readonly decidedBy: string | null }[]
  readonly hints: readonly { readonly level: number; readonly text: string }[]
  readonly warnings: readonly { readonly code: string; readonly detail: string }[]
}

/** What was pasted, what of it could be read, and what the service makes of that. */
export interface Diagnosis {
  readonly arrays: Readonly<Record<string, Tensor>>
  readonly faults: Readonly<Record<string, string>>
  readonly reply: DiagnoseReply | undefined
  readonly problem: Problem | undefined
  readonly isBusy: boolean
}

export function useDiagnosis(
  submitted: Readonly<Record<string, string>>,
  inputs: Inputs | undefined,
): Diagnosis {
  // submitted is a new object for every address; its text tells whether it has changed.
  const text = useMemo(() => JSON.stringify(submitted), [submitted])
  const { arrays, faults } = useMemo(() => read(submitted), [text])
  const isEmpty = Object.keys(arrays).length === 0
  const { made, problem, isBusy } = useAsked(
    async (signal) =>
      inputs && !isEmpty ? diagnosisOf(diagnoseRequest(inputs, arrays), signal) : undefined,
    [inputs, arrays],
  )
  const isSaid = !isEmpty && problem === undefined
  return { arrays, faults, reply: isSaid ? made : undefined, problem, isBusy: isBusy && !isEmpty }
}

/** A diagnosis that tells as much as the key allows. */
async function diagnosisOf(request: object, signal: AbortSignal): Promise<DiagnoseReply> {
  const put = (body: object) => ask<DiagnoseReply>('/v1/diagnose', bodyOf(body), signal)
  try {
    return await put(request)
  } catch (error) {
    const pointers = error instanceof Refused ? error.problem.errors : undefined
    if (!pointers?.some(({ pointer }) => pointer === '#/reveal')) throw error
    return put({ ...request, reveal: false })
  }
}

export const diagnoseRequest = (inputs: Inputs, submitted: Readonly<Record<string, Tensor>>) => ({
  ...circuitOf(inputs),
  dout: inputs.dout,
  submitted,
})

/** What the circuit is painted with; nothing before something was pasted. */
export function verdictsOf({ reply }: Diagnosis): Verdicts | undefined {
  if (!reply) return undefined
  return Object.fromEntries(
    Object.entries(reply.values).map(([name, { verdict }]) => [name, verdict]),
  )
}

function read(submitted: Readonly<Record<string, string>>) {
  const arrays: Record<string, Tensor> = {}
  const faults: Record<string, string> = {}
  for (const [name, text] of Object.entries(submitted)) {
    if (text.trim() === '') continue
    try {
      arrays[name] = readText(text)
    } catch (error) {
      faults[name] = (error as Error).message
    }
  }
  return { arrays, faults }
}
