import type { FastifySchema } from 'fastify'
import { z } from 'zod'
// For what it registers: every refusal below refers to it.
import '../../schemas/problem.ts'
import { JSON_TYPE, NPY_TYPE, NPZ_TYPE } from '../operations/media.ts'
import type { Operation } from '../operations/operation.ts'

/** Where the schemas of the document stand. */
export const HOME = '#/components/schemas/'

const problems = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: `${HOME}Problem` } } },
})

/** The answers that are no result; any request can meet them. */
const REFUSALS = {
  '4XX': problems('The request can not be answered; the problem says why and where.'),
  '5XX': problems('The service can not answer now.'),
}

/** The reference of a schema that has an id. */
function reference(schema: z.ZodType): { $ref: string } {
  const id = schema.meta()?.id
  if (!id) throw new Error('a schema on the wire needs an id')
  return { $ref: `${HOME}${id}` }
}

/** What OpenAPI says of an operation. Fastify validates nothing by it: execute() does, after decoding. */
export function documented(operation: Operation): FastifySchema {
  const { id, summary, description, scope, request, reply, single, textOnly } = operation
  const { tag = 'circuit' } = operation
  return {
    operationId: id,
    summary,
    description: `${description} Where keys are on, it takes one with the scope \`${scope}\`.`,
    tags: [tag],
    security: [{}, { key: [scope] }],
    body: {
      required: true,
      content: textOnly ? text(request) : media(request, single.request),
    },
    response: {
      200: {
        description: 'The values that were asked for.',
        content: formsOf(operation) ?? media(reply, single.reply),
      },
      ...REFUSALS,
    },
  } as FastifySchema
}

/** The forms of a reply that has its own: the schema is that of the first, the others are texts. */
function formsOf({ forms, reply }: Operation): object | undefined {
  if (!forms) return undefined
  const entries = forms.map(({ type }, k) => [
    type,
    { schema: k === 0 ? reference(reply) : { type: 'string' } },
  ])
  return Object.fromEntries(entries)
}

/** A body as JSON. */
function text(schema: z.ZodType): object {
  return { [JSON_TYPE]: { schema: reference(schema) } }
}

/** A body as JSON, as an archive of its members, and as a bare array where one field suffices. */
function media(schema: z.ZodType, single: string | undefined): object {
  const binary = (contentMediaType: string, description: string) => ({
    schema: { type: 'string', format: 'binary', contentMediaType, description },
  })
  return {
    ...text(schema),
    [NPZ_TYPE]: binary(NPZ_TYPE, 'numpy.savez with the JSON paths as names: x, eps, cache.xhat.'),
    ...(single && { [NPY_TYPE]: binary(NPY_TYPE, `numpy.save of ${single} alone.`) }),
  }
}

/** What OpenAPI says of a page: a GET without parameters. */
export function documentedPage(
  operationId: string,
  summary: string,
  contentType: string,
  schema: z.ZodType | { type: 'string' } | { type: 'object' },
  tag: 'circuit' | 'grading' | 'service' = 'service',
): FastifySchema {
  return {
    operationId,
    summary,
    description: summary,
    tags: [tag],
    response: {
      200: {
        description: summary,
        content: {
          [contentType]: { schema: schema instanceof z.ZodType ? reference(schema) : schema },
        },
      },
      ...REFUSALS,
    },
  } as FastifySchema
}
