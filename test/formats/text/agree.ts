import { writeJson } from '../../../src/formats/json-text.ts'
import { type Draw, draws, NUMBERS } from './numbers.ts'

/**
 * Whether the codec and the engine agree, on as many numbers as one likes to wait for:
 *
 *   node test/formats/text/agree.ts 10000000
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
    const others = expected.slice(1, -1).split(',')
    const at = text
      .slice(1, -1)
      .split(',')
      .findIndex((each, k) => each !== others[k])
    return { seed, number: data[at], codec: text.slice(1, -1).split(',')[at], engine: others[at] }
  }
  return undefined
}

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 1e6)
  const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32)
  for (const [name, drawn] of Object.entries(NUMBERS)) {
    console.log('written', name, count, writtenOtherwise(drawn, seed, count) ?? 'agree')
  }
}
