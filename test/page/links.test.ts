import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DOCUMENTS } from '../../docs/print.ts'
import { MOMENTS } from '../../page/state/moments.ts'
import { hashOf, stateOf } from '../../page/state/state.ts'
import { linksOf, readPage } from '../support/markdown.ts'

const STATE = /^http:\/\/127\.0\.0\.1:3000\/#(.+)$/

/** The states of the page that the documents link to. */
const links = DOCUMENTS.flatMap((path) => {
  const page = readPage(path, readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
  return linksOf(page).flatMap(({ target, line }) => {
    const hash = STATE.exec(target)?.[1]
    return hash === undefined ? [] : [{ hash, at: `${path}:${line}` }]
  })
})

describe('a link into the page', () => {
  it.for(links)('says a state as the page itself would: $at', ({ hash }) => {
    expect(hashOf(stateOf(hash))).toBe(hash)
  })

  it('leads to every step from the tutorial', () => {
    const linked = links
      .filter(({ at }) => at.startsWith('docs/tutorial.md'))
      .map(({ hash }) => stateOf(hash).at)
    expect(MOMENTS.map(({ id }) => id).filter((id) => !linked.includes(id))).toEqual([])
  })
})
