import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Client } from './load/client.ts'
import { ownPython, torchPython } from './peers/python.ts'
import { formats } from './sections/formats.ts'
import { goals } from './sections/goals.ts'
import { gradientCheck } from './sections/gradient-check.ts'
import { grading } from './sections/grading.ts'
import { http } from './sections/http.ts'
import { isolation } from './sections/isolation.ts'
import { kernel } from './sections/kernel.ts'
import { memory } from './sections/memory.ts'
import { machine } from './support/machine.ts'
import type { Run, Section } from './support/run.ts'
import { programs } from './support/servers.ts'

/**
 * Measures the service next to what one would use instead, in one run.
 *
 *   node bench/run.ts                     everything, in about thirteen minutes
 *   node bench/run.ts --quick             the main rows, in about two
 *   node bench/run.ts --only http,memory  some sections
 *   node bench/run.ts --write             and keeps the tables in bench/RESULTS.md
 */

interface Part {
  readonly section: Section
  /** Seconds that it may take, in full and with --quick; what one leaves over, the next ones have. */
  readonly full: number
  readonly quick: number
}

// biome-ignore format: a table is read in columns
const SECTIONS: Readonly<Record<string, Part>> = {
  http:             { section: http,          full: 520, quick: 56 },
  kernel:           { section: kernel,        full: 40,  quick: 5 },
  'gradient-check': { section: gradientCheck, full: 80,  quick: 18 },
  formats:          { section: formats,       full: 20,  quick: 8 },
  grading:          { section: grading,       full: 40,  quick: 20 },
  isolation:        { section: isolation,     full: 65,  quick: 14 },
  memory:           { section: memory,        full: 95,  quick: 11 },
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(SECTIONS).join() },
  },
})
const names = options.only.split(',')
const unknown = names.filter((name) => !SECTIONS[name])
if (unknown.length > 0 || process.platform !== 'linux') {
  console.error(
    unknown.length > 0
      ? `no such section: ${unknown.join()}; there are ${Object.keys(SECTIONS).join()}`
      : 'processor time and memory are read from /proc, which only Linux has',
  )
  process.exit(2)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const python = ownPython()
const start = performance.now()
let end = start
const printed: string[] = []
const run: Run = {
  quick: options.quick,
  programs: programs(python),
  python,
  torch: torchPython(),
  client: new Client(),
  disturber: new Client(),
  figures: new Map(),
  left: () => end - performance.now(),
  print(markdown) {
    printed.push(markdown)
    console.log(`${markdown}\n`)
  },
}
try {
  run.print(machine(run))
  for (const name of names) {
    const part = SECTIONS[name] as Part
    end += part[options.quick ? 'quick' : 'full'] * 1e3
    try {
      await part.section(run)
    } catch (error) {
      // What the others find is still worth having.
      run.print(`## ${name}\n\nNot measured: ${error instanceof Error ? error.message : error}`)
      process.exitCode = 1
    }
  }
} finally {
  run.client.stop()
  run.disturber.stop()
}
const judged = goals(run.figures)
console.log(judged)
console.log(`\n${Math.round((performance.now() - start) / 1e3)} s`)
if (options.write) {
  const [head = '', ...rest] = printed
  const path = new URL('RESULTS.md', import.meta.url)
  writeFileSync(path, `${[head, judged, ...rest].join('\n\n')}\n`)
}
