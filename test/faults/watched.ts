import { writeFileSync } from 'node:fs'

/**
 * Loaded before the server: tells its parent, whenever that sends SIGUSR2, the longest turn of the loop since the last
 * time it asked. A turn is measured in processor time of its thread, so that a busy machine does not count.
 */

const TICK_MS = 2
const TOLD = 3

let longest = 0
let last = process.threadCpuUsage()
setInterval(() => {
  const now = process.threadCpuUsage()
  longest = Math.max(longest, now.user + now.system - last.user - last.system)
  last = now
}, TICK_MS).unref()

process.on('SIGUSR2', () => {
  writeFileSync(TOLD, `${longest / 1000}\n`)
  longest = 0
})
