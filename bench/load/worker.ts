import { compare } from './compare.ts'
import type { Job } from './jobs.ts'
import { load } from './load.ts'

/** The load process: a client of its own, so that what it does is not counted as the server's work. */
process.on('message', async (job: Job) => {
  try {
    process.send?.({ result: await (job.kind === 'load' ? load(job) : compare(job)) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit())
