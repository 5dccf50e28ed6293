import { examplesOf, WRITTEN } from './examples.ts'
import type { Page } from './markdown.ts'
import { type Server, startServer } from './server.ts'
import { commandsOf } from './shell.ts'

/** The services that the documents start, each by the address that they write for it. */
export type Servers = ReadonlyMap<string, Server>

/**
 * Starts them: the one that `npm start` starts, and those that are told a port which some command asks, with what else
 * is set for them.
 */
export async function startDocumented(pages: readonly Page[]): Promise<Servers> {
  const scripts = pages.flatMap(examplesOf).filter(({ kind }) => kind === 'sh')
  const commands = scripts.flatMap(({ block }) => commandsOf(block.text))
  const asked = new Set(commands.flatMap(({ words }) => words).map(originOf))
  const servers = new Map([[WRITTEN, await startServer()]])
  for (const { words, environment } of commands) {
    const { PORT, ...settings } = environment
    const address = `http://127.0.0.1:${PORT}`
    if (words.join(' ') !== 'npm start' || !asked.has(address)) continue
    servers.set(address, await startServer(settings))
  }
  return servers
}

/** An address that a document writes, where the service listens in truth. @throws Error when no document starts one */
export function reached(url: string, servers: Servers): string {
  const origin = originOf(url)
  const server = origin && servers.get(origin)
  if (!server) throw new Error(`${url} is no address of a service that the documents start`)
  return url.replace(origin, server.origin)
}

function originOf(word: string): string | undefined {
  return /^http:\/\/[\d.]+:\d+(?=\/)/.exec(word)?.[0]
}
