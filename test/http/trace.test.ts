import { describe, expect, it } from 'vitest'
import { traceContext } from '../../src/http/trace.ts'
import { serviceForTest } from './service.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

describe('a traceparent', () => {
  it('says which trace, and which span of it has asked', () => {
    const context = { traceId: TRACE, parentId: PARENT }
    expect(traceContext(`00-${TRACE}-${PARENT}-01`)).toEqual(context)
    expect(traceContext(`00-${TRACE}-${PARENT}-00`)).toEqual(context)
  })

  it('of a later version may say more, and is read as far as this one goes', () => {
    for (const text of [`cc-${TRACE}-${PARENT}-01`, `cc-${TRACE}-${PARENT}-01-what-comes`]) {
      expect(traceContext(text)).toEqual({ traceId: TRACE, parentId: PARENT })
    }
  })

  it.for([
    undefined,
    '',
    'no trace',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE}-${PARENT}-01-`,
    `cc-${TRACE}-${PARENT}-01.what-comes`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE.slice(1)}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}f-01`,
    `0-${TRACE}-${PARENT}-01`,
    ` 00-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
  ])('that is not well-formed is none: %s', (text) => {
    expect(traceContext(text)).toBeUndefined()
  })
})

describe('the line of a request', () => {
  it('has the trace that it came with, and none that it did not', async () => {
    const { request, lines } = await serviceForTest()
    await request.get('/livez').set('traceparent', `00-${TRACE}-${PARENT}-01`)
    await request.get('/livez').set('traceparent', `00-${TRACE}-recognisable-01`)
    await request.get('/livez')
    await expect.poll(() => lines().length).toBe(3)
    const traces = lines().map(({ traceId, parentId }) => [traceId, parentId])
    expect(traces).toEqual([
      [TRACE, PARENT],
      [undefined, undefined],
      [undefined, undefined],
    ])
    expect(JSON.stringify(lines())).not.toContain('recognisable')
  })
})
