import type { Dice } from './dice.ts'

/** Ways to spoil bytes: nothing is repaired after it, so that a checksum, a length or a name no longer fits. */

/** Numbers at which lengths, offsets and counts break. */
// biome-ignore format: a list
const NUMBERS = [0, 1, 2, 3, 4, 7, 8, 12, 16, 20, 22, 24, 30, 46, 63, 64, 65, 126, 127, 128, 255, 256, 32_767, 32_768, 65_534, 65_535, 65_536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1]
const WIDE = [
  0n,
  1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
]

/** Words that mean something: the records of zip, the magic word of npy, and what Python would run. */
const WORDS = [
  ...['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08'],
  ...['\x93NUMPY', 'x.npy', '../', '__proto__', '.npy', '\0', '|O', '<f8', '>f8', 'True', '(0, 0)'],
]

type Spoil = (bytes: Buffer, dice: Dice) => Buffer

const copied = (bytes: Buffer, change: (copy: Buffer) => void) => {
  const copy = Buffer.from(bytes)
  change(copy)
  return copy
}
/** A part of some bytes, not longer than `most`. */
const span = (bytes: Buffer, { below }: Dice, most = bytes.length) => {
  const start = below(bytes.length)
  return [start, Math.min(bytes.length, start + 1 + below(most))] as const
}

/** Each way by its name. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  'a bit flipped': (bytes, { below }) =>
    copied(bytes, (copy) => {
      const at = below(copy.length)
      copy[at] = (copy[at] as number) ^ (1 << below(8))
    }),
  'some bytes at random': (bytes, { below }) =>
    copied(bytes, (copy) => {
      for (let k = below(6); k >= 0; k--) copy[below(copy.length)] = below(256)
    }),
  'a number of 16 bits': (bytes, { below, one }) =>
    copied(bytes, (copy) => copy.writeUInt16LE(one(NUMBERS) & 0xffff, below(copy.length - 1))),
  'a number of 32 bits': (bytes, { below, one }) =>
    copied(bytes, (copy) => copy.writeUInt32LE(one(NUMBERS), below(copy.length - 3))),
  'a number of 64 bits': (bytes, { below, one }) =>
    copied(bytes, (copy) => copy.writeBigUInt64LE(one(WIDE), below(copy.length - 7))),
  'a number that is one off': (bytes, { below, one }) =>
    copied(bytes, (copy) => {
      const at = below(copy.length - 1)
      copy.writeUInt16LE((copy.readUInt16LE(at) + one([-1, 1])) & 0xffff, at)
    }),
  'a word': (bytes, { below, one }) =>
    copied(bytes, (copy) => copy.write(one(WORDS), below(copy.length), 'latin1')),
  'cut off': (bytes, { below }) => bytes.subarray(0, below(bytes.length)),
  'cut out': (bytes, dice) => {
    const [start, end] = span(bytes, dice, 64)
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  },
  'put in': (bytes, { below }) => {
    const at = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + below(64)), bytes.subarray(at)])
  },
  twice: (bytes, dice) => {
    const [start, end] = span(bytes, dice)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
  },
  moved: (bytes, dice) => {
    const [start, end] = span(bytes, dice, 200)
    const at = dice.below(bytes.length)
    return copied(bytes, (copy) => bytes.copy(copy, at, start, end))
  },
}
