/** Where JSON text is put together, piece by piece. */
export interface Sink {
  /** How many bytes there are. */
  readonly length: number
  /** Adds text as it stands, ASCII or not. */
  text(text: string): void
  /** Adds numbers with a comma behind each of them; at most CHUNK at a time. */
  numbers(data: Float64Array, start: number, count: number): void
  /** Adds rows as arrays, with a comma behind each of them; at most CHUNK numbers at a time. */
  rows(data: Float64Array, start: number, rows: number, columns: number): void
  /** Takes the last byte back: a comma too many. */
  back(): void
  /** All bytes so far, in memory of their own; the sink is empty again. */
  take(): Uint8Array
}

/** The most numbers to add in one call. */
export const CHUNK = 2048

/** By the engine: rows by a plain loop, then JSON.stringify, which is the fastest way that it has. */
export function plainSink(): Sink {
  let all = ''
  const list = (data: Float64Array, start: number, count: number) => {
    const numbers: number[] = []
    for (let i = start; i < start + count; i++) numbers.push(data[i] as number)
    return JSON.stringify(numbers)
  }
  return {
    get length() {
      return all.length
    },
    text(text) {
      all += text
    },
    numbers(data, start, count) {
      all += `${list(data, start, count).slice(1, -1)},`
    },
    rows(data, start, rows, columns) {
      for (let i = 0; i < rows; i++) all += `${list(data, start + i * columns, columns)},`
    },
    back() {
      all = all.slice(0, -1)
    },
    take() {
      const bytes = Buffer.from(all)
      all = ''
      return bytes
    },
  }
}
