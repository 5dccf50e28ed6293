import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** The service as a process of its own, as `npm start` runs it. */
export interface Server {
  /** Such as http://127.0.0.1:40123. */
  readonly origin: string
  /** What it has logged so far. */
  readonly log: readonly string[]
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
  /** Ends it as a machine dies: at once. */
  kill(): Promise<void>
}

/**
 * Starts the service on a free port.
 *
 * @param settings what else is in its environment
 * @throws Error when it ends before it listens
 */
export async function startServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const environment = {
    ...{ PATH: process.env['PATH'], PORT: '0', SHUTDOWN_DELAY_MS: '0' },
    // So that no connection of a slow test ends just when it is used again.
    KEEP_ALIVE_MS: '60000',
    ...settings,
  }
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: new URL('../../', import.meta.url),
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const log: string[] = []
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      log.push(line)
      const address = /listening on (http:\/\/[\d.:]+)/.exec(line)?.[1]
      if (address) resolve(address)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the service did not start: ${log.join('\n')}`)))
  })
  return {
    origin,
    log,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
