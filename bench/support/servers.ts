import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../peers/python.ts'
import { type Program, Server } from './process.ts'

/** Who is measured over HTTP. */

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const service = (environment: Readonly<Record<string, string>>): Program => ({
  command: process.execPath,
  words: [at('../../src/server.ts')],
  environment: {
    ...ENVIRONMENT,
    ...environment,
    SHUTDOWN_DELAY_MS: '0',
    // The two limits that the benchmark's largest gradient check would meet.
    CHECK_WORK: '1000000000',
    BODY_LIMIT: '67108864',
  },
  portGiven: true,
})

const python = (path: string, interpreter: string): Program => ({
  command: interpreter,
  words: [at(path)],
  environment: ENVIRONMENT,
  portGiven: false,
})

export type ServerName = 'ours' | 'ours, logging' | 'tuned' | 'idiomatic' | 'bare'

/** How each is called in the tables. */
export const TITLES: Readonly<Record<ServerName, string>> = {
  ours: 'this service',
  'ours, logging': 'this service, logging',
  tuned: 'FastAPI, tuned',
  idiomatic: 'FastAPI, idiomatic',
  bare: 'bare node:http',
}

export type Programs = Readonly<Partial<Record<ServerName, Program>>>

/** How each is started; without a Python only the Node ones. */
export function programs(interpreter: string | undefined): Programs {
  return {
    ours: service({ LOG_LEVEL: 'silent' }),
    'ours, logging': service({ LOG_LEVEL: 'info' }),
    ...(interpreter !== undefined && {
      tuned: python('../peers/fastapi/tuned.py', interpreter),
      idiomatic: python('../peers/fastapi/idiomatic.py', interpreter),
    }),
    bare: {
      command: process.execPath,
      words: [at('../peers/bare.ts')],
      environment: ENVIRONMENT,
      portGiven: false,
    },
  }
}

/** Starts those of them that there are, does something, and stops them whatever comes. */
export async function withServers<Result>(
  all: Programs,
  names: readonly ServerName[],
  use: (servers: ReadonlyMap<ServerName, Server>) => Promise<Result>,
): Promise<Result> {
  const servers = new Map<ServerName, Server>()
  try {
    const started = names.flatMap((name) => {
      const program = all[name]
      return program ? [Server.start(program).then((server) => servers.set(name, server))] : []
    })
    const outcomes = await Promise.allSettled(started)
    const failure = outcomes.find(({ status }) => status === 'rejected')
    if (failure?.status === 'rejected') throw failure.reason
    const inOrder = new Map(
      names.flatMap((name) => {
        const server = servers.get(name)
        return server ? [[name, server] as const] : []
      }),
    )
    return await use(inOrder)
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()))
  }
}
