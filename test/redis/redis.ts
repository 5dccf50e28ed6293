import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { freePort } from '../support/free-port.ts'

/** A Redis of one test, which can be killed and started again at the same address. */
export interface RedisServer {
  readonly url: string
  start(): Promise<void>
  /** As a machine dies: at once and without a word. */
  kill(): Promise<void>
  /** As a machine that hangs: connections stay, answers stop. */
  freeze(): void
  thaw(): void
}

const NAMES = ['redis-server', 'valkey-server']

/** The program of this machine. @throws Error that says how to get one, where there is none */
function program(): string {
  const found = NAMES.find((name) => spawnSync(name, ['--version']).status === 0)
  if (found) return found
  throw new Error(`there is no ${NAMES.join(' or ')}: apt-get install redis-server`)
}

/** A Redis on a free port of this machine, without a disk; not started yet. */
export async function redisForTest(): Promise<RedisServer> {
  const port = await freePort()
  const name = program()
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const parameters = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', '/tmp']
    const started = spawn(name, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
    child = started
    await new Promise<void>((resolve, reject) => {
      createInterface(started.stdout).on('line', (line) => {
        if (/ready to accept connections/i.test(line)) resolve()
      })
      started.once('exit', () => reject(new Error(`${name} did not start`)))
    })
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  onTestFinished(kill)
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
  }
}
