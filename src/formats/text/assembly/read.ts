import { number } from './number.ts'

// Where in the state it is said: how many arrays are open, how deep the numbers lie (0 when none has been seen), whether
// a value has just ended, whether the whole array has, and how many numbers have been read.
const DEPTH: usize = 0
const RANK: usize = 4
const AFTER: usize = 8
const CLOSED: usize = 12
const FILLED: usize = 16
/** How many entries the arrays of each depth have, 0 when none has ended; and how many have been seen of the open ones. */
const SIZES: usize = 20
const COUNTS: usize = 44

const MOST_DEPTH: i32 = 5

/** Codec.read of ../codec.ts. */
export function read(state: usize, from: usize, end: usize, out: usize): usize {
  // No number goes on from here.
  v128.store(end, i64x2.splat(0))
  let depth = load<i32>(state, DEPTH)
  let rank = load<i32>(state, RANK)
  let after = load<i32>(state, AFTER)
  let closed = 0
  let to = out
  let at = from
  while (!closed) {
    let mark = load<u8>(at)
    while (mark == 0x20 || mark == 0x0a || mark == 0x0d || mark == 0x09) mark = load<u8>(++at)
    if (at >= end) break
    if (after) {
      if (mark == 0x2c) after = 0
      else if (mark == 0x5d && fits(state, depth)) closed = <i32>(--depth == 0)
      else break
      at++
    } else if (mark == 0x5b) {
      if (depth == (rank ? rank : MOST_DEPTH)) break
      depth++
      store<i32>(state + (depth << 2), 0, COUNTS)
      at++
    } else {
      if (rank == 0) rank = depth
      if (depth != rank) break
      const begun = to
      for (;;) {
        const next = number(at, to)
        if (next == 0 || next >= end) break
        to += 8
        at = next
        if (load<u8>(at) != 0x2c) {
          after = 1
          break
        }
        at++
        if (load<u8>(at) == 0x20) at++
      }
      add(state, depth, <i32>(to - begun) >> 3)
      if (to == begun) break
    }
  }
  store<i32>(state, depth, DEPTH)
  store<i32>(state, rank, RANK)
  store<i32>(state, after, AFTER)
  store<i32>(state, closed, CLOSED)
  store<i32>(state, <i32>(to - out) >> 3, FILLED)
  return at
}

/** Whether an array that ends has as many entries as the others of its depth. It counts for the one around it. */
function fits(state: usize, depth: i32): bool {
  const count = load<i32>(state + (depth << 2), COUNTS)
  const size = load<i32>(state + (depth << 2), SIZES)
  if (size == 0) store<i32>(state + (depth << 2), count, SIZES)
  add(state, depth - 1, 1)
  return size == 0 || size == count
}

function add(state: usize, depth: i32, count: i32): void {
  const at = state + (depth << 2)
  store<i32>(at, load<i32>(at, COUNTS) + count, COUNTS)
}
