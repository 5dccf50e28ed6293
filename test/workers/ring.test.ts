import { describe, expect, test } from 'vitest'
import { createRing, giveBack, lent, pour, SLOT } from '../../src/workers/ring.ts'

/** What leaves when these bodies are poured, each slot given back at once. */
function poured(bodies: readonly Uint8Array[], live: boolean): Buffer[] {
  const ring = createRing()
  return Array.from(pour(bodies, ring, live), (place) => {
    const copy = Buffer.from(lent(ring, place))
    giveBack(ring)
    return copy
  })
}

const lines = ['one\n', 'two\n', 'three\n'].map((line) => Buffer.from(line))

describe('what is poured', () => {
  test('leaves together where nobody waits for it', () => {
    expect(poured(lines, false)).toEqual([Buffer.concat(lines)])
  })

  test('leaves piece by piece where somebody does', () => {
    expect(poured(lines, true)).toEqual(lines)
  })

  test.each([0, 1, SLOT - 1, SLOT, SLOT + 1, 3 * SLOT + 5])('is whole: %i bytes', (length) => {
    const body = Buffer.from(Uint8Array.from({ length }, (_, k) => k % 251))
    for (const live of [false, true]) {
      const places = poured([body, Buffer.alloc(0), body], live)
      expect(Buffer.concat(places).equals(Buffer.concat([body, body]))).toBe(true)
      expect(places.every((place) => place.length > 0)).toBe(true)
    }
  })
})
