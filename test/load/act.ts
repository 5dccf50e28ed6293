/** What a student asks for on the evening of a deadline, and how often: a table. */

export interface Act {
  readonly name: string
  readonly path: string
  /** How many of these a student asks for, on the average. */
  readonly times: number
  readonly body: string
}

/** Numbers that are the same in every run; what they are doesn't matter, only how many. */
function numbers(count: number, seed: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.round((state / 2 ** 30 - 1) * 1e6) / 1e6
  })
}

function rows(n: number, d: number, seed: number): number[][] {
  const all = numbers(n * d, seed)
  return Array.from({ length: n }, (_, i) => all.slice(i * d, (i + 1) * d))
}

/** The fields of a layer of N examples and D channels. */
const layer = (n: number, d: number) => ({
  x: rows(n, d, 1),
  gamma: numbers(d, 2),
  beta: numbers(d, 3),
  eps: 1e-5,
})

/** A layer's gradients as a student has them who has forgotten the path through the mean. */
async function mistaken(origin: string, request: object): Promise<object> {
  const reply = await fetch(`${origin}/v1/backward`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, include: ['dx1'] }),
  })
  const { dgamma, dbeta, steps } = (await reply.json()) as Backward
  return { dx: steps.dx1, dgamma, dbeta }
}

interface Backward {
  readonly dgamma: number[]
  readonly dbeta: number[]
  readonly steps: { readonly dx1: number[][] }
}

/** The table, for a service at an address. */
export async function acts(origin: string): Promise<readonly Act[]> {
  const forward = layer(32, 16)
  const small = { ...forward, dout: rows(32, 16, 4) }
  const homework = { ...layer(100, 50), dout: rows(100, 50, 4) }
  const [slip, submitted] = await Promise.all(
    [small, homework].map((each) => mistaken(origin, each)),
  )
  const steps = { include: ['steps'] }
  // biome-ignore format: a table is read in columns
  const table: readonly [name: string, path: string, times: number, body: object][] = [
    ['forward 32x16',    '/v1/forward',        6,   { ...forward, ...steps }],
    ['backward 32x16',   '/v1/backward',       6,   { ...small, ...steps }],
    ['check 32x16',      '/v1/gradient-check', 2,   small],
    ['diagnosis 32x16',  '/v1/diagnose',       2,   { ...small, submitted: slip }],
    ['grade 100x50',     '/v1/grade',          2,   { inputs: homework, submitted }],
    ['forward 1000x200', '/v1/forward',        0.1, layer(1000, 200)],
  ]
  return table.map(([name, path, times, body]) => ({
    name,
    path,
    times,
    body: JSON.stringify(body),
  }))
}
