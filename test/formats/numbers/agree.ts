import type { Sink } from '../../../src/formats/json-sink.ts'
import { type ArrayReader, fastReader } from '../../../src/formats/numbers/arrays.ts'
import { fastSink } from '../../../src/formats/numbers/sink.ts'
import { KINDS, numbersOf, random } from './kinds.ts'

/**
 * Whether WebAssembly writes numbers as the engine writes them, and reads what the engine reads, for ever more numbers:
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

/** Texts of a number that are not the shortest: more digits than it has, or than anything has, and an exponent. */
const TEXTS: readonly ((value: number, k: number) => string)[] = [
  (value) => JSON.stringify(value),
  (value, k) => value.toExponential(k % 21),
  (value) => value.toPrecision(17),
  (value) => value.toPrecision(19),
  (value) => (Math.abs(value) < 1e20 && Math.abs(value) > 1e-3 ? value.toFixed(k19(value)) : '0'),
  halfway,
]

const k19 = (value: number) => Math.max(0, 18 - Math.ceil(Math.log10(Math.abs(value) + 1)))

/** The text of a number that lies half of the way to the next one, if that takes no more than 19 digits. */
function halfway(value: number): string {
  const size = Math.abs(value)
  const isWhole = size >= 2 ** 53 && size < 2 ** 63
  return isWhole ? String(BigInt(value) + BigInt(2 ** (Math.floor(Math.log2(size)) - 53))) : '1'
}

/** The first number that is read otherwise than the engine reads it, in words. */
export function misreading(numbers: Float64Array, reader: ArrayReader): string | undefined {
  for (const textOf of TEXTS) {
    const finite = (text: string) => (Number.isFinite(Number(text)) ? text : '1')
    const texts = Array.from(numbers, (value, k) => finite(textOf(value, k)))
    const text = `[${texts.join()}]`
    reader.open(Buffer.from(text))
    const found = reader.arrayAt(0)
    reader.close()
    const expected: number[] = JSON.parse(text)
    const at = expected.findIndex((value, k) => !Object.is(value, found?.tensor.data[k]))
    if (at >= 0) return `${texts[at]} is read as ${found?.tensor.data[at]}`
  }
  return undefined
}

if (import.meta.main) {
  const [, , count = '1000000', seed = String(Date.now() % 2 ** 32)] = process.argv
  const sink = fastSink()
  const reader = fastReader()
  if (!sink || !reader) throw new Error('there is no WebAssembly here')
  const next = random(Number(seed))
  let done = 0
  while (done < Number(count)) {
    for (const kind of Object.keys(KINDS)) {
      const numbers = numbersOf(kind, AT_ONCE, next)
      const wrong = disagreement(numbers, sink) ?? misreading(numbers, reader)
      if (wrong) throw new Error(`seed ${seed}, ${kind}: ${wrong}`)
      done += AT_ONCE
    }
  }
  console.log(`${done} numbers, seed ${seed}: all as the engine writes and reads them`)
}
