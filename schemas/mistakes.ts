import { z } from 'zod'
import { Mode } from './circuit.ts'
import { Pass } from './diagnose.ts'

const Changed = z.record(z.string(), z.string())

const Known = z
  .object({
    id: z.string(),
    pass: Pass,
    step: z.int().min(0).max(9).describe("The post's number of the value where it first shows."),
    value: z.string().describe('The value where it first shows.'),
    title: z.string().describe('What was done.'),
    nudge: z.string().describe('A question that leads there and gives nothing away.'),
    right: z.string().describe('How that value should be made.'),
    ways: z
      .array(Changed)
      .describe(
        'The ways in which it is made, each the formulas that it changes: alone, or with what follows from it done consistently.',
      ),
    constants: z
      .array(z.number())
      .optional()
      .describe('What people write for the `k` in its formulas.'),
    mode: Mode.optional().describe('The mode it can be made in; either, when left out.'),
    needs: z
      .enum(['images', 'running'])
      .optional()
      .describe('`images`: more than two axes. `running`: running statistics.'),
  })
  .meta({
    id: 'KnownMistake',
    description: 'A mistake that people make, as a change to the circuit.',
  })

/** Every mistake that a diagnosis knows. */
export const Mistakes = z.object({ mistakes: z.array(Known) }).meta({
  id: 'Mistakes',
  description:
    'Every mistake that a diagnosis knows, in the order of the circuit. Formulas are in the language of GET /v1/graph; docs/mistakes.md explains the functions that only mistakes call.',
})
export type Mistakes = z.output<typeof Mistakes>
