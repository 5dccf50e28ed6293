import { describe, expect, it } from 'vitest'
import { fieldsWith } from '../../page/service/fields.ts'

const OWN = { x: '[[1, 2], [3, 4], [5, 6]]', gamma: '[1, 2]', beta: '[3, 4]', dout: '[[0, 1]]' }

describe('what is typed over inputs', () => {
  it('changes that field alone, while x keeps its shape', () => {
    expect(fieldsWith(OWN, { gamma: '' })).toMatchObject({ ...OWN, gamma: '' })
    const x = '1,1\n2,2\n3,3'
    expect(fieldsWith(OWN, { x })).toMatchObject({ ...OWN, x })
  })

  it('puts aside the dout of a batch of another length, and keeps what has a number per channel', () => {
    const x = '[[1, 2], [3, 4]]'
    expect(fieldsWith(OWN, { x })).toMatchObject({ ...OWN, x, dout: '' })
  })

  it('puts aside all that belonged to other channels, but nothing that was typed with it', () => {
    const x = '[[1, 2, 3]]'
    const beta = '[7, 8, 9]'
    expect(fieldsWith(OWN, { x, beta })).toMatchObject({ x, beta, gamma: '', dout: '' })
    expect(fieldsWith(OWN, { axis: '0' })).toMatchObject({ gamma: '', beta: '', dout: OWN.dout })
  })

  it('puts nothing aside while a batch is only half typed', () => {
    expect(fieldsWith(OWN, { x: '[[1, 2, 3' })).toMatchObject({ ...OWN, x: '[[1, 2, 3' })
  })
})
