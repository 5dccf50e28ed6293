import corpus from '../fixtures/jsontestsuite/corpus.json' with { type: 'json' }

type Entry = { b64: string } | { repeat: string; count: number; tail?: string }

/**
 * The 318 bodies of JSONTestSuite, by name: y_ must parse, n_ must not, i_ may do either. From Nicolas Seriot's
 * collection, MIT licence (see test/fixtures/jsontestsuite).
 */
export const jsonTestSuite: [name: string, body: Buffer][] = Object.entries(
  corpus.files as Record<string, Entry>,
).map(([name, entry]) => [
  name,
  'b64' in entry
    ? Buffer.from(entry.b64, 'base64')
    : Buffer.from(entry.repeat.repeat(entry.count) + (entry.tail ?? '')),
])
