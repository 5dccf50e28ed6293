/** What those who watch the service learn of an answer: how long its parts took, and what was found. */

/** The parts of an answer, in their order. A class that is graded line by line is computed as it is encoded. */
export const STAGES = ['queue', 'decode', 'compute', 'encode'] as const
export type Stage = (typeof STAGES)[number]

/** What is found of a submission or of claimed gradients. */
export const VERDICTS = [
  ...(['passed', 'failed', 'inconclusive'] as const),
  ...(['correct', 'precision', 'wrong', 'ungradable'] as const),
]
export type JudgedVerdict = (typeof VERDICTS)[number]

/** A verdict, and the likeliest mistake by its id where one was named. */
export interface Judged {
  readonly verdict: JudgedVerdict
  readonly mistake?: string | undefined
}

/** Takes a verdict down. */
export type Tell = (judged: Judged) => void

/** Complete when the reply has been read to its end. */
export interface Account {
  /** Milliseconds, of the parts that there were. */
  readonly took: { [S in Stage]?: number }
  readonly judged: Judged[]
}

/** Pieces as they come, and how long each took to make: what happens between two of them is not counted. */
export function* timed(
  pieces: Iterable<Uint8Array>,
  { took }: Account,
): Generator<Uint8Array, void, undefined> {
  const each = pieces[Symbol.iterator]()
  let encode = 0
  for (;;) {
    const start = performance.now()
    const { done, value } = each.next()
    encode += performance.now() - start
    took.encode = encode
    if (done) return
    yield value
  }
}
