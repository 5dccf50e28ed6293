import type { Sink } from '../../../src/formats/json-sink.ts'
import { fastSink } from '../../../src/formats/numbers/sink.ts'
import { KINDS, numbersOf, random } from './kinds.ts'

/**
 * Whether what is written in WebAssembly is what the engine writes, for ever more numbers:
 *
 *   node test/formats/numbers/agree.ts 10000000 [seed]
 */

const AT_ONCE = 1000

/** The first number that is written otherwise than the engine writes it, in words. */
export function disagreement(numbers: Float64Array, sink: Sink): string | undefined {
  sink.rows(numbers, 0, 1, numbers.length)
  sink.back()
  const found = Buffer.from(sink.take()).toString()
  if (found === JSON.stringify([...numbers])) return undefined
  const words = found.slice(1, -1).split(',')
  const at = numbers.findIndex((value, k) => JSON.stringify(value) !== words[k])
  return `${numbers[at]} is written as ${words[at]}`
}

if (import.meta.main) {
  const [, , count = '1000000', seed = String(Date.now() % 2 ** 32)] = process.argv
  const sink = fastSink()
  if (!sink) throw new Error('there is no WebAssembly here')
  const next = random(Number(seed))
  let done = 0
  while (done < Number(count)) {
    for (const kind of Object.keys(KINDS)) {
      const wrong = disagreement(numbersOf(kind, AT_ONCE, next), sink)
      if (wrong) throw new Error(`seed ${seed}, ${kind}: ${wrong}`)
      done += AT_ONCE
    }
  }
  console.log(`${done} numbers, seed ${seed}: all as the engine writes them`)
}
