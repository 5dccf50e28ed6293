import { type ChildProcess, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Line } from './service.ts'

/** Where Node keeps what it compiled: two dozen starts cost half as much with it. */
const CACHE = { NODE_COMPILE_CACHE: 'node_modules/.cache/processes' }

/** How a process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Runs one of our programs to its end, with the environment given and no other. */
export async function run(
  parameters: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Exit & { stdout: string; stderr: string }> {
  const child = spawn(process.execPath, parameters, { env: { ...CACHE, ...env } })
  const exited = exitOf(child)
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, exit] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  return { stdout, stderr, ...exit }
}

export interface Server {
  readonly child: ChildProcess
  readonly lines: Line[]
  readonly exited: Promise<Exit>
  stderr(): string
  /** The first line with these words, now or later. @throws Error when the process ends without it */
  line(words: string): Promise<Line>
  /** The port it listens on, as its line says. */
  port(): Promise<number>
}

/** Starts the server on a free port. Whoever starts it stops it (see `killed`). */
export function startServer(
  env: Record<string, string> = {},
  parameters: readonly string[] = [],
): Server {
  const child = spawn(process.execPath, [...parameters, 'src/server.ts'], {
    env: { ...CACHE, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const parts = (rest + piece).split('\n')
    rest = parts.pop() as string
    lines.push(...parts.map((part) => JSON.parse(part) as Line))
    for (const look of waiting) look()
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    complaints += piece
  })
  const exited = exitOf(child)
  const line = (words: string) =>
    new Promise<Line>((resolve, reject) => {
      const look = () => {
        const found = lines.find(({ msg }) => msg.includes(words))
        if (found) resolve(found)
      }
      waiting.add(look)
      look()
      exited.then(() => reject(new Error(`ended without "${words}": ${complaints}`)))
    })
  const port = async () => Number(/:(\d+),/.exec((await line('listening on')).msg)?.[1])
  return { child, lines, exited, stderr: () => complaints, line, port }
}

/** Ends a process that a failed test left running. */
export function killed({ child }: Server): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}
