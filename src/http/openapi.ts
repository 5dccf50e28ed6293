import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import pkg from '../../package.json' with { type: 'json' }
import { SCOPES } from '../../schemas/scopes.ts'
import { JSON_TYPE } from '../operations/media.ts'
import type { Operation } from '../operations/operation.ts'
import { HOME } from './documented.ts'

/** An operation's examples by name, on the side of the request or of the reply. */
function examplesOf({ examples }: Operation, side: 'request' | 'reply') {
  return Object.fromEntries(
    examples.map((each) => [each.name, { summary: each.summary, value: each[side] }]),
  )
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

/** How a key is sent, to a service that asks for one. */
const SECURITY = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description: `A key of this service. Each has some of these scopes: ${Object.entries(SCOPES)
      .map(([scope, about]) => `\`${scope}\`, ${about}`)
      .join('; ')}. Where no keys are set, everything is open.`,
  },
} as const

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
  return { ...document, components: { schemas: components(), securitySchemes: SECURITY } }
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
      components: { securitySchemes: SECURITY },
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
