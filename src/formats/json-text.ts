import { isMatrix } from '../core/matrix.ts'
import { CHUNK, plainSink, type Sink } from './json-sink.ts'
import { fastSink } from './numbers/sink.ts'
import { isTensor } from './tensor.ts'

/** How much text is put together before it leaves: large enough to be cheap, small enough to be held by the dozen. */
const PIECE = 256 * 1024

let own: Sink | undefined

/** The sink of this thread. It is empty whenever a piece leaves: of two replies at a time neither leaves a trace. */
function theSink(): Sink {
  own ??= fastSink() ?? plainSink()
  return own
}

/** A reply as JSON text, piece by piece, so that a large one is never held whole. */
export function* writeJson(reply: object, sink: Sink = theSink()): Generator<Uint8Array> {
  const parts: Part[] = []
  take(reply, parts)
  for (const part of parts) {
    if (typeof part === 'string') sink.text(part)
    else yield* rows(part, sink)
    if (sink.length >= PIECE) yield sink.take()
  }
  if (sink.length > 0) yield sink.take()
}

/** Text as it stands, or rows of numbers: `columns` of them each, side by side in `data`. */
type Part = string | Rows
interface Rows {
  readonly data: Float64Array
  readonly start: number
  readonly rows: number
  readonly columns: number
}

/** Adds text, to that before it if there is any. */
function say(text: string, parts: Part[]): void {
  const last = parts.at(-1)
  if (typeof last === 'string') parts[parts.length - 1] = last + text
  else parts.push(text)
}

/** Takes a value apart. */
function take(value: unknown, parts: Part[]): void {
  if (isTensor(value)) takeTensor(value.data, value.shape, 0, parts)
  else if (isMatrix(value)) parts.push({ data: value.data, start: 0, rows: 1, columns: value.d })
  else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    say(JSON.stringify(value), parts)
  } else {
    let mark = '{'
    for (const [key, each] of Object.entries(value)) {
      if (each === undefined) continue
      say(`${mark}${JSON.stringify(key)}:`, parts)
      take(each, parts)
      mark = ','
    }
    say(mark === '{' ? '{}' : '}', parts)
  }
}

function takeTensor(
  data: Float64Array,
  shape: readonly number[],
  start: number,
  parts: Part[],
): void {
  const [size = 1, ...inner] = shape
  if (inner.length === 0) {
    parts.push({ data, start, rows: 1, columns: size })
    return
  }
  say('[', parts)
  const [columns = 1, ...deeper] = inner
  if (deeper.length === 0) parts.push({ data, start, rows: size, columns })
  else {
    const stride = inner.reduce((product, length) => product * length, 1)
    for (let i = 0; i < size; i++) {
      if (i > 0) say(',', parts)
      takeTensor(data, inner, start + i * stride, parts)
    }
  }
  say(']', parts)
}

/** Rows with commas between them, in as many pieces as it takes. */
function* rows({ data, start, rows: count, columns }: Rows, sink: Sink): Generator<Uint8Array> {
  const together = Math.floor(CHUNK / columns)
  for (let i = 0; i < count; i += Math.max(1, together)) {
    const from = start + i * columns
    if (together > 0) sink.rows(data, from, Math.min(together, count - i), columns)
    else yield* longRow(data, from, columns, sink)
    if (i + Math.max(1, together) >= count) sink.back()
    if (sink.length >= PIECE) yield sink.take()
  }
}

/** A row of more numbers than are written at a time, and a comma. */
function* longRow(
  data: Float64Array,
  start: number,
  columns: number,
  sink: Sink,
): Generator<Uint8Array> {
  sink.text('[')
  for (let j = 0; j < columns; j += CHUNK) {
    sink.numbers(data, start + j, Math.min(CHUNK, columns - j))
    if (sink.length >= PIECE && j + CHUNK < columns) yield sink.take()
  }
  sink.back()
  sink.text('],')
}
