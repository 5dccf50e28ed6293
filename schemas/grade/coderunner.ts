import { z } from 'zod'
import { Fraction } from './numbers.ts'

const Header = z.tuple([
  z.literal('iscorrect'),
  z.literal('Test'),
  z.literal('Points'),
  z.literal('Comment'),
])

const Row = z.tuple([z.union([z.literal(0), z.literal(1)]), z.string(), z.string(), z.string()])

/** The document for CodeRunner: what a combinator template grader prints. CodeRunner refuses a field it does not know. */
export const CoderunnerResult = z
  .strictObject({
    fraction: Fraction,
    prologuehtml: z.string().describe('HTML above the table.'),
    testresults: z.tuple([Header], Row).describe('A table, its first row being the header.'),
    columnformats: z
      .tuple([z.literal('%s'), z.literal('%s'), z.literal('%s')])
      .describe('For every column but `iscorrect`: a text.'),
    epiloguehtml: z.string().describe('HTML below the table.'),
  })
  .meta({
    id: 'CoderunnerResult',
    description: 'All that a combinator template grader of CodeRunner may print.',
  })
