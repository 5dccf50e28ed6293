import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { STEPS } from '../../src/core/graph.ts'
import { POST, sectionOf } from '../../src/core/post.ts'

describe('the post', () => {
  test('has a section for every step', () => {
    const links = STEPS.map(({ step }) => sectionOf(step).href)
    const numbered = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((step) => `${POST}#step-${step}`)
    expect(links).toEqual([...numbered, `${POST}#step-0---arriving-at-the-input`])
  })

  test('is the one that the README names', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    expect(readme).toContain(`(${POST})`)
  })
})
