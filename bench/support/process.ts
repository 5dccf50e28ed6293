import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

/** A server as a process of its own, watched from outside through /proc. */

const TICK_MS = 10
const PATIENCE_MS = 30_000

/** Those that run; none of them outlives the benchmark. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export interface Program {
  readonly command: string
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Whether it takes its port from PORT; else it takes a free one and prints "listening on <origin>". */
  readonly portGiven: boolean
}

export class Server {
  readonly origin: string
  readonly #child: ChildProcess

  private constructor(origin: string, child: ChildProcess) {
    this.origin = origin
    this.#child = child
  }

  /** @throws Error when it doesn't listen within half a minute */
  static async start({ command, words, environment, portGiven }: Program): Promise<Server> {
    const port = portGiven ? await freePort() : 0
    const child = spawn(command, words, {
      env: { ...environment, ...(portGiven && { PORT: String(port) }) },
      stdio: ['ignore', portGiven ? 'ignore' : 'pipe', 'inherit'],
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    const origin = portGiven ? `http://127.0.0.1:${port}` : announced(child)
    const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${words[0]} ended`)))
    gone.catch(() => {})
    const found = await Promise.race([Promise.resolve(origin).then(answering), gone])
    return new Server(found, child)
  }

  /** Processor time so far, in ticks of 10 ms, of all its threads. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  }

  /** Resident memory, MB. */
  get memory(): number {
    return this.#status('VmRSS')
  }

  /** The most resident memory since the start or the last resetPeak, MB. */
  get peak(): number {
    return this.#status('VmHWM')
  }

  resetPeak(): void {
    writeFileSync(`/proc/${this.#child.pid}/clear_refs`, '5')
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const slow = setTimeout(() => this.#child.kill('SIGKILL'), 3_000)
    await ended
    clearTimeout(slow)
  }

  #status(field: string): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'latin1')
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  }
}

async function announced(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('not piped')
  for await (const line of createInterface(child.stdout)) {
    const origin = /listening on (http:\/\/[\d.:]+)/.exec(line)?.[1]
    if (origin) return origin
  }
  throw new Error('it never said where it listens')
}

async function answering(origin: string): Promise<string> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    try {
      await (await fetch(`${origin}/livez`)).arrayBuffer()
      return origin
    } catch {
      await delay(50)
    }
  }
  throw new Error(`${origin} does not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
