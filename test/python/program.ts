import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Server, startServer } from '../support/server.ts'
import { DOCUMENTED, demandPython } from './environment.ts'

/**
 * Runs a Python program that tries the service from outside, and fails when it does.
 *
 * @param path of the program, in this folder; its arguments are the addresses of the services
 * @param services the settings of each, as in its environment
 */
export async function runProgram(
  path: string,
  services: readonly Readonly<Record<string, string>>[] = [{}],
): Promise<void> {
  const python = demandPython(DOCUMENTED)
  const servers: Server[] = []
  try {
    for (const settings of services) servers.push(await startServer(settings))
    const program = fileURLToPath(new URL(path, import.meta.url))
    const child = spawn(python, ['-I', '-B', program, ...servers.map(({ origin }) => origin)], {
      env: { PATH: process.env['PATH'], NO_PROXY: '*' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [status] = await once(child, 'close')
    if (status !== 0) process.exitCode = 1
  } finally {
    for (const server of servers) await server.stop()
  }
}
