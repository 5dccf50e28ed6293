import { z } from 'zod'
import { Fraction } from './numbers.ts'

export const EdxXqueueOptions = z
  .strictObject({
    xqueueHeader: z
      .string()
      .min(1)
      .max(10_000)
      .describe('The `xqueue_header` of the submission, as it came: a text that holds JSON.'),
  })
  .meta({ id: 'EdxXqueueOptions', description: 'Which submission this is.' })

/** What the text in `xqueue_body` says. */
export const EdxXqueueBody = z.object({
  correct: z.boolean(),
  score: Fraction,
  msg: z.string().describe('One well-formed element of XHTML.'),
})

function isBody(text: string): boolean {
  try {
    return EdxXqueueBody.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

/** The document for Open edX: the form for put_result of XQueue. */
export const EdxXqueueResult = z
  .object({
    xqueue_header: z.string().describe('The one that was sent, unchanged.'),
    xqueue_body: z
      .string()
      .refine(isBody, 'holds no grade')
      .describe(
        'JSON as a text, with `correct`, `score` from 0 to 1 and `msg`, one element of XHTML.',
      ),
  })
  .meta({ id: 'EdxXqueueResult', description: 'The two fields of the form that XQueue takes.' })
