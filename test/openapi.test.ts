import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../routes/operations.ts'
import { BACKWARD, FORWARD } from '../src/core/graph.ts'
import {
  expectProblem,
  post,
  type Service,
  startService,
  stopService,
  textOf,
} from './http/service.ts'

type Media = {
  schema: { $ref?: string }
  examples?: Record<string, { value: unknown }>
}
type Content = Record<string, Media>
interface Described {
  operationId: string
  summary: string
  description: string
  tags: string[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content: Content }>
}
interface Document {
  openapi: string
  info: { version: string }
  tags: { name: string; description: string }[]
  paths: Record<string, { get?: Described; post?: Described }>
  components: { schemas: Record<string, { properties?: Record<string, { description: string }> }> }
}

let service: Service
let document: Document
let text: string
beforeAll(async () => {
  service = await startService()
  const answer = await service.request.get('/openapi.json')
  document = answer.body
  text = answer.text
})
afterAll(() => stopService(service))

const described = () =>
  Object.entries(document.paths).flatMap(([path, { get, post }]) =>
    [get, post].flatMap((operation) => (operation ? [{ path, ...operation }] : [])),
  )

/** Every `#/components/schemas/...` that a part of the document refers to. */
function references(part: unknown): string[] {
  const found = JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
  return [...new Set([...found].map(([, name]) => name as string))]
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    const validator = new Validator()
    expect(await validator.validate({ ...structuredClone(document) })).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('is the one in openapi.json; after a change run `npm run openapi`', async () => {
    const committed = await readFile('openapi.json', 'utf8')
    expect(committed).toBe(`${JSON.stringify(document, null, 2)}\n`)
  })

  it('describes every operation, each by a name of its own', () => {
    const operations = described()
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    const tags = document.tags.map(({ name }) => name)
    for (const operation of operations) {
      expect(operation.operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/)
      expect(operation.summary).not.toBe('')
      expect(operation.description).not.toBe('')
      expect(operation.tags.length).toBe(1)
      expect(tags).toEqual(expect.arrayContaining(operation.tags))
      expect(Object.keys(operation.responses)).toEqual(['200', '4XX', '5XX'])
    }
    const used = new Set(operations.flatMap((operation) => operation.tags))
    expect([...used].sort()).toEqual(tags.toSorted())
  })

  it('describes every route there is', () => {
    for (const { path } of OPERATIONS) expect(document.paths[path]?.post).toBeDefined()
    const pages = [
      '/v1/graph',
      '/v1/graph.svg',
      '/v1/mistakes',
      '/livez',
      '/readyz',
      '/openapi.json',
      '/problems',
    ]
    for (const path of pages) expect(document.paths[path]?.get).toBeDefined()
    expect(document.paths['/problems/{code}']?.get).toMatchObject({
      parameters: [{ name: 'code', in: 'path', required: true }],
    })
  })

  it('names its schemas, refers to no other, and uses them all', () => {
    const { schemas } = document.components
    const all = references(document)
    expect(all.toSorted()).toEqual(Object.keys(schemas).sort())
    const reached = new Set(references(document.paths))
    for (const name of reached) for (const next of references(schemas[name])) reached.add(next)
    expect([...reached].sort()).toEqual(Object.keys(schemas).sort())
    expect(text).not.toContain('"$defs"')
  })

  it('says of every value of the circuit what the table of the circuit says', () => {
    const { ForwardSteps, BackwardSteps } = document.components.schemas
    for (const [pass, steps] of [
      [FORWARD, ForwardSteps],
      [BACKWARD, BackwardSteps],
    ] as const) {
      expect(Object.keys(steps?.properties ?? {})).toEqual(pass.map(({ name }) => name))
      for (const { name, formula, shape, unit } of pass) {
        const description = steps?.properties?.[name]?.description
        for (const part of [`\`${formula}\``, shape, `in ${unit}`])
          expect(description).toContain(part)
      }
    }
  })
})

describe('the examples of the OpenAPI document', () => {
  const examples = OPERATIONS.flatMap(({ path, examples: all }) =>
    all.map(({ name }) => [path, name] as const),
  )

  function documentedExample(path: string, name: string) {
    const operation = document.paths[path]?.post as Required<Described>
    const request = operation.requestBody.content['application/json'] as Media
    const { content } = operation.responses['200'] as Required<Described>['responses'][string]
    const [type = '', reply] = Object.entries(content)[0] as [string, Media]
    return {
      type,
      request,
      reply,
      sent: request.examples?.[name],
      expected: reply.examples?.[name],
    }
  }

  let ajv: Ajv2020
  beforeAll(() => {
    ajv = new Ajv2020({ strict: false }).addSchema({ $id: 'document', ...document })
  })

  function conforms({ schema }: Media, value: unknown): true | object {
    const validate = ajv.getSchema(`document${schema.$ref}`)
    if (!validate) throw new Error(`no schema ${schema.$ref}`)
    return (validate(value) as boolean) || (validate.errors as object)
  }

  /** What a reply says: lines of JSON, one document, or a text as it stands. */
  function spokenIn(type: string, text: string): unknown {
    if (type.endsWith('json') && !type.endsWith('ndjson')) return JSON.parse(text)
    if (!type.endsWith('ndjson')) return text
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  it('are those of the operations', () => {
    for (const { path, examples: all } of OPERATIONS) {
      const { request, reply } = documentedExample(path, '')
      const names = all.map(({ name }) => name)
      expect(Object.keys(request.examples ?? {})).toEqual(names)
      expect(Object.keys(reply.examples ?? {})).toEqual(names)
    }
  })

  it.for(examples)('%s %s is answered exactly as documented', async ([path, name]) => {
    const { type, sent, expected } = documentedExample(path, name)
    const answer = await post(service, path, JSON.stringify(sent?.value))
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']?.split(';')[0]).toBe(type)
    expect(spokenIn(type, textOf(answer))).toEqual(expected?.value)
  })

  it.for(examples)('%s %s conforms to the documented schemas', ([path, name]) => {
    const { request, reply, sent, expected } = documentedExample(path, name)
    expect(conforms(request, sent?.value)).toBe(true)
    expect(conforms(reply, expected?.value)).toBe(true)
    expect(conforms(request, { ...(sent?.value as object), surprise: 1 })).not.toBe(true)
  })

  it('have refusals beside them that conform as well', async () => {
    const problem = document.paths['/v1/forward']?.post?.responses['4XX']?.content
    const media = problem?.['application/problem+json'] as Media
    for (const body of ['{', '{"x": 1, "y": 2}', '{"x": [[1, 2]], "gamma": [1]}']) {
      const answer = await post(service, '/v1/forward', body)
      expectProblem(answer, { status: 400, code: answer.body.code })
      expect(conforms(media, answer.body)).toBe(true)
    }
  })
})

describe('every page of the OpenAPI document', () => {
  it('is served as the documented type', async () => {
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get) continue
      const { status, headers } = await service.request.get(path.replace('{code}', 'invalid'))
      const [type] = Object.keys(get.responses['200']?.content ?? {})
      expect([path, status, headers['content-type']?.split(';')[0]]).toEqual([path, 200, type])
    }
  })
})
