import { CHUNK, type Sink } from '../json-sink.ts'
import { powersOfTen } from './powers.ts'
import { WRITER } from './writer.ts'

/** As much of WebAssembly as is used here: no library that the compiler knows of declares it. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Writer }
}

interface Writer {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  writeNumbers(from: number, count: number, to: number): number
  writeRows(from: number, rows: number, columns: number, to: number): number
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssembly }

/** Where the numbers to be written lie, and where their text goes; the powers of ten and the digits lie below. */
const NUMBERS = 2 ** 14
const TEXT = NUMBERS + CHUNK * Float64Array.BYTES_PER_ELEMENT
/** What a number takes at most, with a bracket before and behind it and a comma. */
const WIDEST = 27
/** How far beyond the end of a number may be written. */
const BEYOND = 64
const PAGE = 2 ** 16

/** By the writer in WebAssembly; undefined where there is none, or none with vectors. */
export function fastSink(): Sink | undefined {
  const writer = instance()
  if (!writer) return undefined
  const { memory } = writer
  let numbers = new Float64Array(0)
  let bytes = Buffer.from(memory.buffer)
  let end = TEXT

  /** Makes room for so many bytes more. Nobody else lets the memory grow, which would end the views of it. */
  function makeRoom(count: number): void {
    if (end + count + BEYOND <= bytes.length) return
    memory.grow(Math.ceil((end + count + BEYOND - bytes.length) / PAGE))
    bytes = Buffer.from(memory.buffer)
    numbers = new Float64Array(memory.buffer, NUMBERS, CHUNK)
  }
  makeRoom(2 ** 18)
  const powers = powersOfTen()
  new BigUint64Array(memory.buffer, 0, powers.length).set(powers)

  /** Brings numbers to where the writer looks for them. */
  function bring(data: Float64Array, start: number, count: number): void {
    makeRoom(count * WIDEST)
    if (count > 32) numbers.set(data.subarray(start, start + count))
    else for (let i = 0; i < count; i++) numbers[i] = data[start + i] as number
  }

  return {
    get length() {
      return end - TEXT
    },
    text(text) {
      makeRoom(3 * text.length)
      end += bytes.write(text, end)
    },
    numbers(data, start, count) {
      bring(data, start, count)
      end = writer.writeNumbers(NUMBERS, count, end)
    },
    rows(data, start, rows, columns) {
      bring(data, start, rows * columns)
      end = writer.writeRows(NUMBERS, rows, columns, end)
    },
    back() {
      end -= 1
    },
    take() {
      const taken = Buffer.from(bytes.subarray(TEXT, end))
      end = TEXT
      return taken
    },
  }
}

function instance(): Writer | undefined {
  if (!WebAssembly) return undefined
  const { Module, Instance } = WebAssembly
  try {
    return new Instance(new Module(Uint8Array.fromBase64(WRITER))).exports
  } catch {
    return undefined
  }
}
