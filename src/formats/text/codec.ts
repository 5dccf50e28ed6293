import { instancesOf, type Memory } from '../../core/web-assembly.ts'
import { CODEC } from './module.ts'
import { powersOfTen } from './powers.ts'

/**
 * Numbers as text and back in WebAssembly: see assembly/. Everything happens in one memory of 512 KiB that never grows:
 * callers work in pieces, and leave nothing in it that the next one would need. From byte FREE on it is theirs.
 */
export interface Codec {
  readonly bytes: Buffer
  readonly numbers: Float64Array
  readonly words: Int32Array
  /**
   * Writes `count` numbers of an array as its JSON has them, with the brackets and commas between and around them, and
   * says where the text ends. All places are in bytes.
   *
   * @param numbers where they are
   * @param first the index of the first of them in the array
   * @param strides where it is said how many numbers an entry of each axis takes, the last axis' row first
   * @param at where to write: up to 36 bytes per number, and 32 more are scratched
   */
  write(
    numbers: number,
    count: number,
    first: number,
    strides: number,
    rank: number,
    at: number,
  ): number
  /**
   * Reads an array of numbers, nested up to five deep, no entry empty or ragged, as far as it goes before `end`, and says
   * how far that is: it is nothing any more where something else stands. All places are in bytes.
   *
   * @param state twenty words, all 0 before the first piece of an array; see assembly/read.ts
   * @param end 32 bytes from here on are scratched
   * @param numbers where to: up to one for every two bytes
   */
  read(state: number, from: number, end: number, numbers: number): number
}

interface Exports extends Pick<Codec, 'read' | 'write'> {
  readonly memory: Memory
}

export const FREE = 2 ** 16

let codec: Codec | undefined | null = null

/** The codec of this thread; undefined where there is no WebAssembly with vectors. */
export function theCodec(): Codec | undefined {
  if (codec === null) codec = newCodec()
  return codec
}

function newCodec(): Codec | undefined {
  const instance = instancesOf<Exports>(CODEC)
  if (!instance) return undefined
  // What is too close to call is left to the engine, and so is what is too rare to care.
  const engine = {
    spell: (x: number, at: number) => at + bytes.write(JSON.stringify(x), at, 'latin1'),
    value: (at: number, end: number) => Number(bytes.toString('latin1', at, end)),
  }
  const { memory, read, write } = instance({ engine })
  const { buffer } = memory
  const bytes = Buffer.from(buffer)
  new BigUint64Array(buffer).set(powersOfTen())
  const [numbers, words] = [new Float64Array(buffer), new Int32Array(buffer)]
  return { bytes, numbers, words, read, write }
}
