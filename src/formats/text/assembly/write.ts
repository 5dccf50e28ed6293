import { format } from './format.ts'

const COMMA: u8 = 0x2c
const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d

/** Codec.write of ../codec.ts. */
export function write(numbers: usize, count: i32, first: i32, strides: usize, rank: i32, start: usize): usize {
  const row = load<i32>(strides)
  const total = load<i32>(strides + <usize>((rank - 1) << 2))
  const end = first + count
  let at = start
  let from = numbers
  if (first == 0) at = repeat(OPEN, rank, at)
  for (let k = first; k < end; ) {
    for (const to = min(end, k - (k % row) + row); k < to; k++, from += 8) {
      at = format(load<f64>(from), at)
      store<u8>(at++, COMMA)
    }
    if (k % row != 0) break
    let ended = 1
    while (ended < rank && k % load<i32>(strides + <usize>(ended << 2)) == 0) ended++
    at = repeat(CLOSE, ended, at - 1)
    if (k == total) break
    store<u8>(at++, COMMA)
    at = repeat(OPEN, ended, at)
  }
  return at
}

function repeat(mark: u8, count: i32, at: usize): usize {
  for (let k = 0; k < count; k++) store<u8>(at++, mark)
  return at
}
