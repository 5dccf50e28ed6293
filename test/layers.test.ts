import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Layer {
  /** The files of the layer. */
  readonly files: string
  /** The layers it may import from, beside itself. */
  readonly layers: readonly string[]
  /** The packages it may import, `node:` standing for all of Node's own. */
  readonly packages: readonly string[]
}

/** Who may import whom: each layer knows only layers above it in this table, and only those that it names. */
// biome-ignore format: a table is read in columns
const LAYERS: Record<string, Layer> = {
  core:       { files: 'src/core/**/*.ts',       layers: [], packages: [] },
  formats:    { files: 'src/formats/**/*.ts',    layers: ['core'], packages: ['zod', 'node:'] },
  schemas:    { files: 'schemas/**/*.ts',        layers: ['core', 'formats'], packages: ['zod'] },
  operations: { files: 'src/operations/**/*.ts', layers: ['core', 'formats', 'schemas'], packages: ['zod', 'negotiator'] },
  messages:   { files: 'src/workers/{messages,ring}.ts', layers: ['core', 'operations'], packages: [] },
  workers:    { files: 'src/workers/{pool,pace,conversation,fair-queue}.ts', layers: ['core', 'operations', 'messages'], packages: ['node:'] },
  keys:       { files: 'src/keys/**/*.ts',       layers: ['schemas'], packages: ['node:'] },
  http:       { files: 'src/http/**/*.ts',       layers: ['core', 'schemas', 'operations', 'workers', 'keys', 'manifest'], packages: ['zod', 'fastify', '@fastify/rate-limit', 'ioredis', '@fastify/swagger', '@fastify/swagger-ui', '@prometheus-io/client', 'negotiator', 'node:'] },
  routes:     { files: 'routes/**/*.ts',         layers: ['core', 'schemas', 'operations', 'http'], packages: ['fastify'] },
  worker:     { files: 'src/workers/worker.ts',  layers: ['operations', 'routes', 'messages'], packages: ['node:'] },
  config:     { files: 'src/config.ts',          layers: ['operations', 'keys'], packages: ['zod', 'node:'] },
  app:        { files: 'src/app.ts',             layers: ['config', 'http', 'keys', 'routes'], packages: ['fastify', 'node:'] },
  cli:        { files: 'src/cli.ts',             layers: ['schemas', 'config', 'operations', 'keys', 'http', 'routes', 'app'], packages: ['pino', 'node:'] },
  page:       { files: 'page/{*,!(reading)/**/*}.ts', layers: ['core', 'formats', 'reading'], packages: ['preact', 'preact/hooks'] },
  reading:    { files: 'page/reading/**/*.ts',   layers: ['core', 'formats'], packages: [] },
  log:        { files: 'src/log.ts',             layers: [], packages: ['pino', 'node:'] },
  server:     { files: 'src/server.ts',          layers: ['config', 'keys', 'app', 'log'], packages: ['node:'] },
  manifest:   { files: 'package.json',           layers: [], packages: [] },
}

const layerOf = new Map(
  Object.entries(LAYERS).flatMap(([layer, { files }]) =>
    globSync(files).map((file) => [file, layer] as const),
  ),
)

/** What a file imports: `import ... from`, `export ... from`, `import '...'` and `import('...')`. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gms,
  )
  return [...statements].map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic) as string)
}

describe.each(Object.entries(LAYERS))('the layer %s', (layer, { layers, packages }) => {
  const files = [...layerOf].filter(([, name]) => name === layer).map(([file]) => file)

  it('has files', () => {
    expect(files.length).toBeGreaterThan(0)
  })

  it('imports only from the layers and packages it may', () => {
    const others = files.flatMap((file) =>
      importsOf(file).flatMap((name) => {
        if (!name.startsWith('.')) {
          const known = packages.some(
            (allowed) => name === allowed || (allowed === 'node:' && name.startsWith(allowed)),
          )
          return known ? [] : [`${file} imports ${name}`]
        }
        // AssemblyScript names a file without its ending.
        const path = join(dirname(file), name)
        const target = layerOf.get(path) ?? layerOf.get(`${path}.ts`)
        return target === layer || layers.includes(target ?? '') ? [] : [`${file} imports ${name}`]
      }),
    )
    expect(others).toEqual([])
  })
})

describe('the table of layers', () => {
  it('has a place for every file of the program', () => {
    const all = globSync(['src/**/*.ts', 'routes/**/*.ts', 'schemas/**/*.ts', 'page/**/*.ts'])
    expect(all.filter((file) => !layerOf.has(file))).toEqual([])
    expect(all.length).toBeGreaterThan(50)
  })

  it('runs one way: no layer is below itself', () => {
    const reach = (layer: string): string[] =>
      LAYERS[layer]?.layers.flatMap((next) => [next, ...reach(next)]) ?? []
    for (const layer of Object.keys(LAYERS)) expect(reach(layer)).not.toContain(layer)
  })

  it('allows nothing that nobody needs', () => {
    for (const [layer, { layers, packages }] of Object.entries(LAYERS)) {
      const files = [...layerOf].filter(([, name]) => name === layer).map(([file]) => file)
      const imports = files.flatMap((file) =>
        importsOf(file).map((name) =>
          name.startsWith('.') ? layerOf.get(join(dirname(file), name)) : name,
        ),
      )
      const unused = [...layers, ...packages].filter(
        (allowed) =>
          !imports.some(
            (name) => name === allowed || (allowed === 'node:' && name?.startsWith(allowed)),
          ),
      )
      expect([layer, unused]).toEqual([layer, []])
    }
  })
})

describe('the environment', () => {
  it('is read where the programs begin, and nowhere else', () => {
    const readers = [...layerOf.keys()].filter((file) =>
      readFileSync(file, 'utf8').includes('process.env'),
    )
    expect(readers.sort()).toEqual(['src/cli.ts', 'src/server.ts'])
  })
})
