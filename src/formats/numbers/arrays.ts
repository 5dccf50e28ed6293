import type { Tensor } from '../tensor.ts'
import { powersOfTen } from './powers.ts'
import { READER } from './reader.ts'

/** As much of WebAssembly as is used here: no library that the compiler knows of declares it. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Reader }
}

interface Reader {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  read(from: number, to: number): number
  rankOf(): number
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssembly }

/** Where the shape, the numbers read last, and the text lie in the memory, below it the powers of ten. */
const [SHAPE, VALUES] = [9920, 16_384]
const CHUNK = 8192
const TEXT = VALUES + CHUNK * Float64Array.BYTES_PER_ELEMENT
const PAGE = 2 ** 16
/** A memory above this many bytes is given back after the text that needed it: memories never shrink. */
const KEPT = 2 ** 25

/** Reads arrays of numbers straight from the bytes of a JSON text. */
export interface ArrayReader {
  /** Takes a text in. */
  open(text: Uint8Array): void
  /** The array that begins at an offset, and where it ends; undefined for anything but finite numbers in equal rows. */
  arrayAt(offset: number): { readonly tensor: Tensor; readonly end: number } | undefined
  /** The text is done with. */
  close(): void
}

/** By the reader in WebAssembly; undefined where there is none. */
export function fastReader(): ArrayReader | undefined {
  const module = compiled()
  return module && readerOf(module)
}

function readerOf(module: object): ArrayReader {
  let reader: Reader | undefined
  let bytes = Buffer.alloc(0)
  let length = 0
  let pieces: Float64Array[] = []

  const imports = {
    env: {
      flush(count: number) {
        pieces.push(new Float64Array(bytes.buffer, VALUES, count).slice())
      },
      slow: (from: number, to: number) => Number(bytes.toString('latin1', from, to)),
    },
  }

  function start(): Reader {
    const { Instance } = WebAssembly as WebAssembly
    const { exports } = new Instance(module, imports)
    const powers = powersOfTen()
    new BigUint64Array(exports.memory.buffer, 0, powers.length).set(powers)
    bytes = Buffer.from(exports.memory.buffer)
    return exports
  }

  return {
    open(text) {
      reader ??= start()
      length = text.length
      // Behind the text a few bytes that are neither digits nor brackets.
      const missing = TEXT + length + 64 - bytes.length
      if (missing > 0) {
        reader.memory.grow(Math.ceil(missing / PAGE))
        bytes = Buffer.from(reader.memory.buffer)
      }
      bytes.set(text, TEXT)
      bytes.fill(0, TEXT + length, TEXT + length + 64)
    },
    arrayAt(offset) {
      if (!reader) throw new Error('no text is open')
      pieces = []
      const end = reader.read(TEXT + offset, TEXT + length)
      if (end === 0) return undefined
      const shape = [...new Int32Array(bytes.buffer, SHAPE + 4, reader.rankOf())]
      return { tensor: { shape, data: joined(pieces) }, end: end - TEXT }
    },
    close() {
      pieces = []
      if (bytes.length <= KEPT) return
      reader = undefined
      bytes = Buffer.alloc(0)
    },
  }
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const [first] = pieces
  if (first && pieces.length === 1) return first
  const all = new Float64Array(pieces.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

function compiled(): object | undefined {
  if (!WebAssembly) return undefined
  try {
    return new WebAssembly.Module(Uint8Array.fromBase64(READER))
  } catch {
    return undefined
  }
}
