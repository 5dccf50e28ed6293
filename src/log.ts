import { write, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Logger, pino } from 'pino'

/** How much may wait to be written, in characters, while a disk is full or nobody reads; further lines are dropped. */
const MOST_WAITING = 2 ** 20
/** How long the end of the process waits for the last lines, and how often a busy pipe is tried, in ms. */
const [PATIENCE_MS, AGAIN_MS] = [1_000, 50]

/**
 * The log on standard output. It serves the service, not the other way round: what can't be written is lost, the next
 * line is tried again, and nobody waits for it.
 *
 * @returns the log, and what settles when its last lines are written, or can't be soon
 */
export function openLog(fd = 1): { log: Logger; written: () => Promise<void> } {
  let waiting: string[] = []
  let size = 0
  let isWriting = false

  function takeAll(): Buffer {
    const bytes = Buffer.from(waiting.join(''))
    waiting = []
    size = 0
    return bytes
  }
  function proceed(): void {
    isWriting = waiting.length > 0
    if (isWriting) put(takeAll())
  }
  function put(bytes: Buffer): void {
    write(fd, bytes, (error, count) => {
      if (error?.code === 'EAGAIN') setTimeout(put, AGAIN_MS, bytes)
      else if (error || count === bytes.length) proceed()
      else put(bytes.subarray(count))
    })
  }
  const destination = {
    write(line: string) {
      if (size > MOST_WAITING) return
      waiting.push(line)
      size += line.length
      if (!isWriting) proceed()
    },
    /** After a fatal line: the process ends at once. */
    flushSync() {
      try {
        writeSync(fd, takeAll())
      } catch {}
    },
  }
  const written = async () => {
    for (let ms = 0; isWriting && ms < PATIENCE_MS; ms += AGAIN_MS) await delay(AGAIN_MS)
  }
  return { log: pino({ timestamp: pino.stdTimeFunctions.isoTime }, destination), written }
}
