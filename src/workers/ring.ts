/**
 * How a reply leaves a worker: through a few slots of memory that both threads share, in turn. A reply of any size
 * passes through the same two megabytes, which stay warm in the cache, and neither thread has anything to collect.
 */

/** The bytes of a slot: large enough to be cheap, small enough for the cache. */
export const SLOT = 256 * 1024
/** How many pieces of a reply may be on their way. */
const SLOTS = 8

export interface Ring {
  readonly bytes: SharedArrayBuffer
  /** How many slots are free, in one integer. */
  readonly free: Int32Array<SharedArrayBuffer>
}

export function createRing(): Ring {
  const free = new Int32Array(new SharedArrayBuffer(4))
  free[0] = SLOTS
  return { bytes: new SharedArrayBuffer(SLOTS * SLOT), free }
}

/** Where a piece lies. */
export interface Place {
  readonly at: number
  readonly length: number
}

/** The bytes at a place, only until it is given back. */
export function lent({ bytes }: Ring, { at, length }: Place): Uint8Array {
  return new Uint8Array(bytes, at, length)
}

/** Gives the slot of the oldest piece back to the worker. */
export function giveBack({ free }: Ring): void {
  Atomics.add(free, 0, 1)
  Atomics.notify(free, 0)
}

/**
 * Puts bytes into the slots, however they are cut, and stands still while none is free. Each place is one to be given back.
 *
 * @param live whether the end of each body leaves at once; else small ones leave together
 */
export function* pour(
  bodies: Iterable<Uint8Array>,
  { bytes, free }: Ring,
  live = false,
): Generator<Place> {
  const memory = new Uint8Array(bytes)
  let [at, filled] = [0, 0]
  for (const piece of bodies) {
    for (let start = 0; start < piece.length; ) {
      if (filled === 0) take(free)
      const part = piece.subarray(start, start + SLOT - filled)
      memory.set(part, at + filled)
      filled += part.length
      start += part.length
      if (filled < SLOT && !(live && start === piece.length)) continue
      yield { at, length: filled }
      at = (at + SLOT) % memory.length
      filled = 0
    }
  }
  if (filled > 0) yield { at, length: filled }
}

/** A thread of a pool has nothing else to do than to wait here. */
function take(free: Int32Array<SharedArrayBuffer>): void {
  while (Atomics.load(free, 0) === 0) Atomics.wait(free, 0, 0)
  Atomics.sub(free, 0, 1)
}
