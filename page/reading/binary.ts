import { Refusal } from '../../src/core/errors.ts'
import { type NpyArray, readNpy } from '../../src/formats/npy-read.ts'
import { HIGHEST_RANK } from './brackets.ts'
import { ReadError } from './errors.ts'
import type { Read } from './text.ts'
import { unzip } from './unzip.ts'

export type Arrays = Readonly<Record<string, Read>>
export type Bytes = Uint8Array<ArrayBuffer>

/** What an archive may hold; its numbers take as much memory again. */
const LIMITS = { members: 256, bytes: 2 ** 29 }

/** The array of an .npy file, under the file's name. @throws Refusal, or ReadError when it holds no numbers */
export function fromNpy(bytes: Bytes, name: string): Arrays {
  const array = readNpy(bytes, LIMITS.bytes)
  if (array.kind === 'string') throw new ReadError('It holds words, not numbers.')
  if (array.kind === 'bool') throw new ReadError('It holds truth values, not numbers.')
  if (array.data.length === 0)
    throw new ReadError(`It holds no numbers: its shape is (${array.shape}).`)
  demandRank(array)
  return { [name]: { shape: array.shape, data: array.data } }
}

/**
 * The arrays of an .npz file by the names of its members. Words, truth values and empty arrays are left out: they are
 * no values of a circuit.
 *
 * @throws Refusal, or ReadError when none is left
 */
export async function fromNpz(bytes: Bytes): Promise<Arrays> {
  const found: [string, Read][] = []
  for (const { name: member, bytes: packed } of await unzip(bytes, LIMITS)) {
    const name = member.replace(/\.npy$/, '')
    const array = inMember(name, () => readNpy(packed, LIMITS.bytes))
    if (array.kind !== 'number' || array.data.length === 0) continue
    inMember(name, () => demandRank(array))
    if (found.some(([other]) => other === name)) throw new ReadError(`It holds ${name} twice.`)
    found.push([name, { shape: array.shape, data: array.data }])
  }
  if (found.length === 0) throw new ReadError('It holds no array of numbers.')
  return Object.fromEntries(found)
}

function demandRank({ shape }: NpyArray): void {
  if (shape.length <= HIGHEST_RANK) return
  throw new ReadError(`It has ${shape.length} axes, and at most ${HIGHEST_RANK} can be read.`)
}

/** What is wrong is told with the member's name in front. */
function inMember<Result>(name: string, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    if (error instanceof Refusal) throw new ReadError(`${name}: ${error.message}.`)
    if (error instanceof ReadError) throw new ReadError(`${name}: ${error.message}`)
    throw error
  }
}
