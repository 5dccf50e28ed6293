import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Act } from './act.ts'

/** What one request came to. */
export interface Felt {
  readonly act: string
  /** The last answer; undefined when the connection broke. */
  readonly status: number | undefined
  /** From the wish to the last answer, with all waiting between tries, in ms. */
  readonly ms: number
  /** How often it was refused and tried again. */
  readonly retries: number
}

interface Answer {
  readonly status: number | undefined
  /** After how many ms to come back, if at all. */
  readonly wait: number
}

const isBusy = ({ status }: Answer) => status === 429 || status === 503

/** A client tries so often in all unless told otherwise, and waits at most so long in between, in ms. */
const MOST_TRIES = 6
const LONGEST = 10_000

/** A student: one connection, one request at a time, and the patience that the documents ask for. */
export class Student {
  readonly felt: Felt[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #origin: string

  readonly #tries: number

  /** @param tries how often a request is sent at most that is told to come back later */
  constructor(origin: string, tries = MOST_TRIES) {
    this.#origin = origin
    this.#tries = tries
  }

  async ask({ name, path, body }: Act): Promise<void> {
    const start = performance.now()
    let answer = await this.#send(path, body)
    let retries = 0
    for (; isBusy(answer) && retries + 1 < this.#tries; retries++) {
      await delay(Math.min(answer.wait, LONGEST))
      answer = await this.#send(path, body)
    }
    const { status } = answer
    this.felt.push({ act: name, status, ms: performance.now() - start, retries })
  }

  leave(): void {
    this.#agent.destroy()
  }

  #send(path: string, body: string): Promise<Answer> {
    return new Promise((resolve) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const sent = request(
        `${this.#origin}${path}`,
        { method: 'POST', agent: this.#agent, headers },
        (response) => {
          response.resume()
          response.once('end', () => {
            const seconds = Number(response.headers['retry-after'] ?? 1)
            // A little of one's own, so that not all come back at once.
            resolve({ status: response.statusCode, wait: seconds * 1000 * (1 + Math.random()) })
          })
          response.once('error', () => resolve({ status: undefined, wait: 0 }))
        },
      )
      sent.once('error', () => resolve({ status: undefined, wait: 0 }))
      sent.end(body)
    })
  }
}
