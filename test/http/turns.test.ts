import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { takeTurns } from '../../src/http/turns.ts'

/** Works for longer than a slice is. */
function work(): void {
  const end = performance.now() + 6
  while (performance.now() < end);
}

describe('turns', () => {
  it('are taken at once when nobody is before', () => {
    const turns = takeTurns()
    const done: string[] = []
    turns.take(() => done.push('a'))
    turns.take(() => done.push('b'))
    expect(done).toEqual(['a', 'b'])
    expect(turns.own()).toBeUndefined()
  })

  it('end when they have taken long, and go on in their order when the loop has turned', async () => {
    const turns = takeTurns()
    const done: string[] = []
    for (const name of ['a', 'b', 'c']) {
      turns.take(() => {
        work()
        done.push(name)
      })
    }
    const own = turns.own()?.then(() => done.push('own'))
    for (const length of [1, 2, 3]) {
      expect(done).toHaveLength(length)
      await turn()
    }
    await own
    expect(done).toEqual(['a', 'b', 'c', 'own'])
  })

  it('let what is urgent go first, and the others go on beside it', async () => {
    const turns = takeTurns()
    const done: string[] = []
    const does = (name: string) => () => {
      work()
      done.push(name)
    }
    turns.take(does('first'))
    for (const name of ['slow 1', 'slow 2']) turns.take(does(name))
    for (const name of ['urgent 1', 'urgent 2', 'urgent 3']) turns.take(does(name), true)
    while (done.length < 6) await turn()
    expect(done).toEqual(['first', 'urgent 1', 'slow 1', 'urgent 2', 'slow 2', 'urgent 3'])
  })
})
