import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { z } from 'zod'
import '../../schemas/problem.ts'
import pkg from '../../package.json' with { type: 'json' }
import { JSON_TYPE, NPY_TYPE, NPZ_TYPE } from '../operations/media.ts'
import type { Operation } from '../operations/operation.ts'

const HOME = '#/components/schemas/'

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
  const { id, summary, description, request, reply, single, tag = 'circuit' } = operation
  return {
    operationId: id,
    summary,
    description,
    tags: [tag],
    body: { required: true, content: media(request, single.request) },
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

/** A body as JSON, as an archive of its members, and as a bare array where one field suffices. */
function media(schema: z.ZodType, single: string | undefined): object {
  const binary = (contentMediaType: string, description: string) => ({
    schema: { type: 'string', format: 'binary', contentMediaType, description },
  })
  return {
    [JSON_TYPE]: { schema: reference(schema) },
    [NPZ_TYPE]: binary(NPZ_TYPE, 'numpy.savez with the JSON paths as names: x, eps, cache.xhat.'),
    ...(single && { [NPY_TYPE]: binary(NPY_TYPE, `numpy.save of ${single} alone.`) }),
  }
}

/** An operation's examples by name, on the side of the request or of the reply. */
function examplesOf({ examples }: Operation, side: 'request' | 'reply') {
  return Object.fromEntries(
    examples.map((each) => [each.name, { summary: each.summary, value: each[side] }]),
  )
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

/** Every schema with an id, as the wire carries it. */
export function components(): Record<string, object> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'throw',
    uri: (id) => `${HOME}${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples
      if (Array.isArray(examples)) jsonSchema.examples = examples
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  for (const schema of Object.values(schemas)) {
    delete schema.$schema
    delete schema.$id
  }
  return schemas
}

type Media = { content: Record<string, { examples?: object }> }
type Paths = Record<string, { post?: { requestBody: Media; responses: { 200: Media } } }>

/** Puts in what @fastify/swagger leaves out: the components, and the examples of requests. */
function complete(document: { paths?: unknown }, operations: readonly Operation[]): object {
  const paths = document.paths as Paths
  for (const operation of operations) {
    const post = paths[operation.path]?.post
    if (!post) throw new Error(`no route serves ${operation.path}`)
    const sent = post.requestBody.content[JSON_TYPE] as { examples?: object }
    sent.examples = examplesOf(operation, 'request')
    const { content } = post.responses[200]
    const [first = JSON_TYPE] = Object.keys(content)
    const answered = content[first] as { examples?: object }
    answered.examples = examplesOf(operation, 'reply')
  }
  return { ...document, components: { schemas: components() } }
}

/** Lets every route that is registered from now on into the document, which app.swagger() returns. */
export async function describe(
  app: FastifyInstance,
  operations: readonly Operation[],
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Batch Normalization',
        version: pkg.version,
        description: pkg.description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      security: [],
      tags: [
        {
          name: 'circuit',
          description:
            'The circuit of batch normalization: nine steps forward, the same nine back.',
        },
        {
          name: 'grading',
          description: 'Submissions graded: one, a class, and in the format of every grader.',
        },
        {
          name: 'service',
          description: 'The service itself: health, documents, problems.',
        },
      ],
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('not an OpenAPI document')
      return complete(document.openapiObject, operations) as never
    },
  })
}
