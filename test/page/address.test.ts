import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_NAMES } from '../../page/state/examples.ts'
import { FIELD_NAMES } from '../../page/state/fields.ts'
import { MOMENTS } from '../../page/state/moments.ts'
import { hashOf, linkOf, PANELS, START, type State, stateOf } from '../../page/state/state.ts'
import { SUBMITTED } from '../../page/state/submitted.ts'

const text = fc.string({ unit: 'binary' })
const record = (names: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names))
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, text]))))

const states: fc.Arbitrary<State> = fc.record({
  source: fc.oneof(
    fc.record({ example: fc.constantFrom(...EXAMPLE_NAMES) }),
    fc.record({ seed: fc.nat(2 ** 32 - 1), shape: text }),
  ),
  edits: record(FIELD_NAMES),
  at: fc.constantFrom(...MOMENTS.map(({ id }) => id)),
  look: fc.option(text, { nil: undefined }),
  channel: fc.option(fc.nat(9999), { nil: undefined }),
  panel: fc.constantFrom(...PANELS),
  method: text,
  precision: text,
  h: text,
  submitted: record(SUBMITTED),
  hints: fc.integer({ min: 0, max: 3 }),
})

describe('the address of a state', () => {
  it('leads back to it, whatever was typed', () => {
    fc.assert(
      fc.property(states, (state) => {
        const address = new URL(`http://service.invalid/#${hashOf(state)}`)
        expect(stateOf(address.hash)).toEqual(state)
      }),
    )
  })

  it('keeps the lines of a table, which hold its rows', () => {
    const state = { ...START, edits: { x: '1,2\n3,4' } }
    expect(stateOf(`#${hashOf(state)}`).edits.x).toBe('1,2\n3,4')
  })

  it('can be read: numbers stand in it as they were typed', () => {
    const state = { ...START, at: 'b7', edits: { gamma: '[1,-2.5e-3]' } }
    expect(hashOf(state)).toBe('example=post&gamma=[1,-2.5e-3]&at=b7')
  })

  it('holds no submission that the circuit has no place for, since the page has none to take it back', () => {
    const { submitted } = stateOf('#submitted.foo=1&submitted.__proto__=2&submitted.dx=3')
    expect(Object.entries(submitted)).toEqual([['dx', '3']])
  })

  it('is none where the numbers are too many: chats and mail would cut it', () => {
    const long = '1,'.repeat(20_000)
    expect(linkOf({ ...START, edits: { x: '1,2\n3,4' } })).toBe('example=post&x=1,2%0A3,4&at=f1')
    expect(linkOf({ ...START, edits: { x: long } })).toBeUndefined()
    expect(linkOf({ ...START, submitted: { dx: long } })).toBeUndefined()
    expect(linkOf({ ...START, h: '\u4e00'.repeat(10_000) })).toBeUndefined()
  })

  it.for(['', '#', '#steps', '#at=z9', '#at=&panel=none&channel=-1&hints=9', '#x=%', '#seed=1e3'])(
    'that makes no sense leads to a page that does: %s',
    (hash) => {
      const state = stateOf(hash)
      expect(MOMENTS.map(({ id }) => id)).toContain(state.at)
      expect(PANELS).toContain(state.panel)
      expect(state.source).toEqual({ example: 'post' })
      expect(state.channel).toBeUndefined()
      expect(state.hints).toBeLessThanOrEqual(3)
    },
  )
})

describe('the walk', () => {
  it('goes forward from 1 to 9 and backward from 9 to 0', () => {
    const numbers = (pass: string) =>
      MOMENTS.filter((each) => each.pass === pass).map(({ step }) => step)
    expect(numbers('forward')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(numbers('backward')).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  })
})
