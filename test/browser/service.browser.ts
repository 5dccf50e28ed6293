import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { settled } from './settled.ts'
import { choice, field, visit, withBrowser } from './visit.ts'

withBrowser()

const written = (page: Page) => page.locator('.card .values td[title]:visible').count()

/** Holds back every request to a path until it is released. */
async function hold(page: Page, path: string): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(path, async (route) => {
    await released
    // The page may have given it up meanwhile.
    await route.continue().catch(() => {})
  })
  return release
}

describe('numbers are never those of other inputs', () => {
  it('when the service refuses the new ones', async () => {
    const { page } = await visit('#at=f4')
    expect(await written(page)).toBeGreaterThan(0)
    await field(page, 'eps').fill('-1')
    await page.locator('#fault-eps').waitFor()
    expect(await written(page)).toBe(0)
    expect(await page.locator('.circuit g#var').textContent()).not.toContain('norm')
    await page.getByRole('tab', { name: 'Gradient check' }).click()
    await settled(page)
    expect(await page.locator('.check .verdict').count()).toBe(0)
  })

  it('when an example takes its time, and another is chosen meanwhile', async () => {
    const { page } = await visit('#at=f1')
    const release = await hold(page, '**/v1/inputs')
    await choice(page, 'Example').selectOption('cs231n')
    await expect.poll(() => field(page, 'x').inputValue()).toBe('')
    await expect.poll(() => written(page)).toBe(0)
    await choice(page, 'Example').selectOption('two')
    release()
    await settled(page)
    expect(await field(page, 'x').inputValue()).toContain('[1, 10]')
    expect(await page.locator('.card td[title]:visible').first().textContent()).toBe('1')
  })

  it('unseen: while an answer takes its time the old ones turn pale', async () => {
    const { page } = await visit('#at=f1')
    const release = await hold(page, '**/v1/forward')
    await field(page, 'x').fill('[[1, 2], [3, 4], [6, 0]]')
    const opacity = () =>
      page.locator('.numbers-side').evaluate((side) => Number(getComputedStyle(side).opacity))
    await expect.poll(opacity).toBeLessThan(0.5)
    release()
    await expect.poll(opacity).toBe(1)
  })
})

describe('a link', () => {
  it('that asks for more numbers than a page can hold is refused, and the page lives on', async () => {
    const { page } = await visit('#seed=1&shape=2048,2048')
    await page.getByText('Too many numbers for the page').waitFor()
    await page.getByRole('textbox', { name: 'Shape of x' }).fill('2x3')
    await page.keyboard.press('Tab')
    await settled(page)
    expect(await page.locator('.card td[title]:visible').count()).toBeGreaterThan(0)
  })

  it.for(['-9,4', '2.5,3', '1e1,x,', '0,4', '5', 'many'])(
    'with a shape that is none is refused: %s',
    async (shape) => {
      const { page } = await visit(`#seed=1&shape=${shape}`)
      await page.locator('.notes .fault').waitFor()
      expect(await page.locator('.card td[title]:visible').count()).toBe(0)
    },
  )
})

describe('a service that does not answer', () => {
  it('is said to be gone, and asked again until it is back', async () => {
    const { page } = await visit('#at=f1')
    await page.route('**/v1/**', (route) => route.abort())
    await field(page, 'eps').fill('1')
    await page.getByText('The service does not answer').first().waitFor()
    expect(await written(page)).toBe(0)
    await page.unroute('**/v1/**')
    await expect.poll(() => written(page), { timeout: 10_000 }).toBeGreaterThan(0)
    expect(await page.locator('.notes .fault').count()).toBe(0)
  })

  it('but somebody between, is not believed', async () => {
    const { page } = await visit()
    const body = '<html>Please log in</html>'
    await page.route('**/v1/forward', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body }),
    )
    await field(page, 'eps').fill('1')
    await page.getByText('is no reply of this service').first().waitFor()
    expect(await written(page)).toBe(0)
  })
})
