import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { findPrometheus } from './find-prometheus.ts'

export const FOLDER = new URL('../../deploy/prometheus/', import.meta.url)

/** A Prometheus with the project's own configuration, but that it looks every second, at one service. */
export interface Prometheus {
  /** What it answers to an expression. @throws Error that it gives */
  ask(
    expression: string,
  ): Promise<readonly { metric: Record<string, string>; value: [number, string] }[]>
  get(path: string): Promise<unknown>
  stop(): Promise<void>
}

/** The Prometheus of this machine. @throws Error that says how to get one, where there is none */
export function prometheusHere(): string {
  const found = findPrometheus()
  if (!found) throw new Error('there is no prometheus with promtool: apt-get install prometheus')
  return found
}

export async function startPrometheus(target: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'batchnorm-prometheus-'))
  const text = readFileSync(new URL('prometheus.yaml', FOLDER), 'utf8')
  copyFileSync(new URL('rules.yaml', FOLDER), join(folder, 'rules.yaml'))
  const file = join(folder, 'prometheus.yaml')
  writeFileSync(file, text.replaceAll('15s', '1s').replace('127.0.0.1:3000', target))
  const origin = `127.0.0.1:${await freePort()}`
  const flags = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'data')}`]
  const child = spawn(prometheusHere(), [...flags, `--web.listen-address=${origin}`], {
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const get = async (path: string) => {
    const reply = await fetch(`http://${origin}${path}`)
    const { data, error } = (await reply.json()) as { data: unknown; error?: string }
    if (error !== undefined) throw new Error(error)
    return data
  }
  for (let tries = 0; tries < 200; tries++) {
    const isReady = await fetch(`http://${origin}/-/ready`)
      .then(({ ok }) => ok)
      .catch(() => false)
    if (isReady) break
    await delay(100)
  }
  return {
    get,
    ask: async (expression) => {
      const path = `/api/v1/query?query=${encodeURIComponent(expression)}`
      return ((await get(path)) as { result: [] }).result
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
