import { describe, expect, it } from 'vitest'
import { settled } from './settled.ts'
import { choice, visit, withBrowser } from './visit.ts'

withBrowser()

describe('the gradient check', () => {
  it('passes what is right and shows how far off the worst elements are', async () => {
    const { page } = await visit()
    await page.getByRole('tab', { name: 'Gradient check' }).click()
    await settled(page)
    expect(await page.locator('.check .verdict').textContent()).toBe('passed')
    await choice(page, 'precision').selectOption('float64')
    await page.getByRole('textbox', { name: 'h', exact: true }).fill('1e-5')
    await page.keyboard.press('Tab')
    await settled(page)
    const worst = page.locator('.worst tbody tr')
    expect(await worst.count()).toBe(5)
    const differences = await worst.evaluateAll((rows) =>
      rows.map((row) => Math.abs(Number(row.lastElementChild?.textContent))),
    )
    expect(differences).toEqual(differences.toSorted((a, b) => b - a))
    expect(differences[0]).toBeGreaterThan(1e-13)
    expect(page.url()).toContain('h=1e-5')
  })

  it('fails what was pasted and is wrong', async () => {
    const { page } = await visit('#panel=check&submitted.dx=[[1,2],[3,4],[5,6]]')
    await expect.poll(() => page.locator('.check .verdict').textContent()).toBe('failed')
    expect(await page.locator('.worst tbody th').first().textContent()).toBe('dx[1, 1]')
  })

  it('draws the error against h: a V for every method, each point with its exact numbers', async () => {
    const { page } = await visit('#panel=check')
    const curve = page.locator('.curve-frame svg')
    await curve.waitFor()
    const titles = await curve
      .locator('title')
      .evaluateAll((all) => all.map((each) => each.textContent ?? ''))
    expect(titles.filter((title) => /e-\d+/.test(title)).length).toBeGreaterThan(50)
    expect(await curve.textContent()).toContain('float64')
    expect(await curve.textContent()).toContain('double-double')
    const dx = await curve.innerHTML()
    await choice(page, 'Error of').selectOption('dgamma')
    await expect.poll(() => curve.innerHTML()).not.toBe(dx)
  })
})

describe('the diagnosis', () => {
  it('of a wrong dx: seen on the circuit, hinted at step by step, named at last', async () => {
    const { page } = await visit()
    await page.getByRole('tab', { name: 'Diagnosis' }).click()
    await page.getByRole('button', { name: 'Try a wrong dx' }).click()
    await settled(page)
    expect(await page.locator('.findings .verdict').textContent()).toBe('Something is wrong.')
    expect(await page.locator('.circuit g#dx').getAttribute('class')).toContain('is-wrong')
    expect(await page.locator('.hints li').count()).toBe(0)
    for (const name of ['Give me a hint', 'Which step is it?', 'Show me the formula']) {
      await page.getByRole('button', { name }).click()
    }
    expect(await page.locator('.hints li').count()).toBe(3)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('The mistake')
    await page.getByText('The mistake').click()
    expect(await page.locator('.causes del').first().textContent()).toMatch(/^dx = dx1/)
    expect(await page.locator('.causes ins').first().textContent()).toBe('dx = dx1 + dx2')
    await page.reload()
    await settled(page)
    expect(await page.locator('.hints li').count()).toBe(3)
  })

  it('of several values pasted as one dict: what is wrong, and what only follows', async () => {
    const { page } = await visit('#panel=diagnosis')
    await page
      .locator('#pasted-dx')
      .fill('{"dx": [[1, 2], [3, 4], [5, 6]], "dbeta": [9, 6], "dgamma": [6, 4.7]}')
    await settled(page)
    const verdict = (name: string) =>
      page
        .getByRole('row', { name: new RegExp(`^${name} `) })
        .locator('.tag')
        .textContent()
    expect([await verdict('dbeta'), await verdict('dgamma'), await verdict('dx')]).toEqual([
      'correct',
      'wrong',
      'wrong',
    ])
    await page.getByRole('button', { name: 'Remove dgamma' }).click()
    await settled(page)
    expect(await page.locator('.judged tbody tr').count()).toBe(2)
  })

  it('tells which names of a dict it has left out', async () => {
    const { page } = await visit('#panel=diagnosis')
    await page.locator('#pasted-dx').fill('{"dx": [[1, 2], [3, 4], [5, 6]], "dgama": [6, 4.8]}')
    await settled(page)
    expect(await page.locator('.diagnosis [role=status]').textContent()).toContain('dgama')
    expect(await page.locator('.judged tbody th').allTextContents()).toEqual(['dx'])
  })

  it('takes back a value that was added and left empty', async () => {
    const { page } = await visit('#panel=diagnosis')
    await choice(page, 'Add').selectOption('out')
    await page.locator('#pasted-out').waitFor()
    expect(await page.locator('#pasted-dx').count()).toBe(1)
    await page.getByRole('button', { name: 'Remove out' }).click()
    await expect.poll(() => page.locator('#pasted-out').count()).toBe(0)
  })

  it('of what is right says so', async () => {
    const right = '[[0.16,-0.736],[-0.4,-0.864],[0.24,1.6]]'
    const { page } = await visit(`#panel=diagnosis&submitted.dx=${right}`)
    await expect
      .poll(() => page.locator('.findings .verdict').textContent())
      .toBe('All of it is right.')
  })
})
