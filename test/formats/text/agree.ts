import { writeJson } from '../../../src/formats/json-text.ts'
import { readArray } from '../../../src/formats/text/arrays.ts'
import { type Codec, theCodec } from '../../../src/formats/text/codec.ts'
import { type Draw, draws, NUMBERS, SPELLINGS } from './numbers.ts'

/**
 * Whether the codec and the engine agree, on as many numbers of each kind as one likes to wait for:
 *
 *   node test/formats/text/agree.ts 1000000
 */

const AT_ONCE = 5000

/** A number that the codec writes otherwise than the engine. */
export function writtenOtherwise(drawn: (draw: Draw) => number, seed: number, count: number) {
  const draw = draws(seed)
  for (let left = count; left > 0; left -= AT_ONCE) {
    const data = Float64Array.from({ length: Math.min(left, AT_ONCE) }, () => drawn(draw))
    const text = Buffer.concat([...writeJson({ shape: [data.length], data })]).toString()
    const expected = JSON.stringify(Array.from(data))
    if (text === expected) continue
    const [codec, engine] = [wordsOf(text), wordsOf(expected)]
    const at = codec.findIndex((each, k) => each !== engine[k])
    return { seed, number: data[at], codec: codec[at], engine: engine[at] }
  }
  return undefined
}

const wordsOf = (text: string) => text.slice(1, -1).split(',')

/** A spelling that the codec reads as another number than the engine does, to the bit. */
export function readOtherwise(drawn: (draw: Draw) => string, seed: number, count: number) {
  const draw = draws(seed)
  for (let left = count; left > 0; left -= AT_ONCE) {
    const spellings: string[] = []
    while (spellings.length < Math.min(left, AT_ONCE)) {
      const spelling = drawn(draw)
      if (Number.isFinite(Number(spelling))) spellings.push(spelling)
    }
    const body = Buffer.from(`[${spellings}]`)
    const data = readArray(body, 0, theCodec() as Codec)?.tensor.data
    const at = spellings.findIndex((each, k) => !Object.is(Number(each), data?.[k]))
    if (at >= 0) return { seed, spelling: spellings[at], codec: data?.[at] }
  }
  return undefined
}

/** Every spelling that there is to read: those of the engine, and others. */
export const TEXTS: Readonly<Record<string, (draw: Draw) => string>> = {
  ...Object.fromEntries(
    Object.entries(NUMBERS).map(([name, drawn]) => [name, (draw: Draw) => spelled(drawn(draw))]),
  ),
  ...SPELLINGS,
}

const spelled = (number: number) => (Object.is(number, -0) ? '-0' : JSON.stringify(number))

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 1e6)
  const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32)
  for (const [name, drawn] of Object.entries(NUMBERS)) {
    console.log('written', name, count, writtenOtherwise(drawn, seed, count) ?? 'agree')
  }
  for (const [name, drawn] of Object.entries(TEXTS)) {
    console.log('read', name, count, readOtherwise(drawn, seed, count) ?? 'agree')
  }
}
