import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FairQueue, fairQueue } from '../../src/workers/fair-queue.ts'

/** Entries are named by their client and their place with it: a1, a2, b1. */
function lineUp(queue: FairQueue<string>, names: string): string[] {
  return names.split(' ').flatMap((name) => queue.add(name.charAt(0), name) ?? [])
}

function drain(queue: FairQueue<string>): string {
  const all: string[] = []
  for (let each = queue.next(); each !== undefined; each = queue.next()) all.push(each)
  return all.join(' ')
}

describe('those who wait', () => {
  test('alone come in the order they came', () => {
    const queue = fairQueue<string>(9)
    lineUp(queue, 'a1 a2 a3')
    expect(drain(queue)).toBe('a1 a2 a3')
  })

  test('take turns with others, each in the order of its own', () => {
    const queue = fairQueue<string>(9)
    lineUp(queue, 'a1 a2 a3 b1 c1 c2')
    expect(drain(queue)).toBe('a1 b1 c1 a2 c2 a3')
  })

  test('are told how many come before them: one of each for whoever is new, more of each for whoever waits already', () => {
    const queue = fairQueue<string>(9)
    expect(queue.ahead('a')).toBe(0)
    lineUp(queue, 'a1 a2 a3 b1')
    expect([queue.ahead('c'), queue.ahead('b'), queue.ahead('a')]).toEqual([2, 3, 4])
    lineUp(queue, 'b2')
    expect(drain(queue)).toBe('a1 b1 a2 b2 a3')
  })

  test('do not come sooner by coming again', () => {
    const queue = fairQueue<string>(9)
    lineUp(queue, 'a1 a2 b1')
    expect(queue.next()).toBe('a1')
    lineUp(queue, 'a3 c1')
    expect(drain(queue)).toBe('b1 a2 c1 a3')
  })

  test('are as many as may be, where one waits alone', () => {
    const queue = fairQueue<string>(3)
    expect(lineUp(queue, 'a1 a2 a3 a4')).toEqual(['a4'])
    expect(drain(queue)).toBe('a1 a2 a3')
  })

  test('give way to one with a smaller share, the last of the longest line first', () => {
    const queue = fairQueue<string>(4)
    expect(lineUp(queue, 'a1 a2 a3 b1 b2 c1 c2 d1')).toEqual(['a3', 'a2', 'c2', 'b2'])
    expect(drain(queue)).toBe('a1 b1 c1 d1')
  })

  test('are none where nobody may wait', () => {
    expect(lineUp(fairQueue<string>(0), 'a1 b1')).toEqual(['a1', 'b1'])
  })

  test('leave when they want, and others move up', () => {
    const queue = fairQueue<string>(9)
    lineUp(queue, 'a1 a2 b1')
    queue.remove('a', 'a1')
    queue.remove('b', 'b1')
    queue.remove('b', 'b1')
    expect(queue.length).toBe(1)
    expect(queue.clear()).toEqual(['a2'])
    expect([queue.length, queue.next()]).toEqual([0, undefined])
  })

  test('have equal shares once all of them want more, whoever came first', () => {
    const clients = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 200, maxLength: 300 })
    fc.assert(
      fc.property(clients, fc.integer({ min: 3, max: 20 }), (order, most) => {
        const queue = fairQueue<string>(most)
        const all = [...order, ...'abc'.repeat(most)]
        for (const client of all) queue.add(client, client)
        const rest = queue.clear()
        const shares = ['a', 'b', 'c'].map(
          (client) => rest.filter((each) => each === client).length,
        )
        expect(rest.length).toBe(most)
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('are lost or found nowhere: who is told to go and who is served make all', () => {
    const step = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.constant('next'))
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 0, max: 5 }), (steps, most) => {
        const queue = fairQueue<number>(most)
        const seen: (number | undefined)[] = []
        for (const [k, each] of steps.entries()) {
          seen.push(each === 'next' ? queue.next() : queue.add(each, k))
          expect(queue.length).toBeLessThanOrEqual(most)
        }
        const left = [...seen.filter((each) => each !== undefined), ...queue.clear()]
        const came = [...steps.keys()].filter((k) => steps[k] !== 'next')
        expect(left.sort((a, b) => a - b)).toEqual(came)
      }),
    )
  })
})
