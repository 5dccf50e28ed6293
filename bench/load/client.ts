import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CompareJob, CompareResult, Job, LoadJob, LoadResult } from './jobs.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/** A load process, one job at a time. */
export class Client {
  readonly #child: ChildProcess = fork(WORKER, {
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] },
  })

  load(job: Omit<LoadJob, 'kind'>): Promise<LoadResult> {
    return this.#ask({ kind: 'load', ...job }) as Promise<LoadResult>
  }

  compare(job: Omit<CompareJob, 'kind'>): Promise<CompareResult> {
    return this.#ask({ kind: 'compare', ...job }) as Promise<CompareResult>
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  async #ask(job: Job): Promise<unknown> {
    this.#child.send(job)
    const [answer] = (await once(this.#child, 'message')) as [{ result?: unknown; error?: string }]
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.result
  }
}
