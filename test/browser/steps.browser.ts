import { describe, expect, it } from 'vitest'
import { MOMENTS } from '../../page/state/moments.ts'
import { choice, expectAt, field, visit, withBrowser } from './visit.ts'

withBrowser()

const heading = 'article.card h2'

describe('stepping', () => {
  it('goes forward from 1 to 9 and backward from 9 to 0, by button and back again', async () => {
    const { page } = await visit()
    const next = page.getByRole('button', { name: 'Next step' })
    for (const { step, title, id } of MOMENTS) {
      await expectAt(page, id)
      const words = await page.locator(heading).textContent()
      expect(words).toContain(`${step}`)
      expect(words).toContain(title)
      if (await next.isEnabled()) await next.click()
    }
    expect(await next.isDisabled()).toBe(true)
    const back = page.getByRole('button', { name: 'Step back' })
    for (const { id } of MOMENTS.toReversed().slice(1)) {
      await back.click()
      await expectAt(page, id)
    }
    expect(await back.isDisabled()).toBe(true)
  })

  it('goes by the arrow keys, Home and End, but not while somebody types', async () => {
    const { page } = await visit()
    await page.keyboard.press('ArrowRight')
    await expectAt(page, 'f2')
    await page.keyboard.press('End')
    await expectAt(page, 'b0')
    await page.keyboard.press('ArrowLeft')
    await expectAt(page, 'b1')
    await page.keyboard.press('Home')
    await expectAt(page, 'f1')
    await field(page, 'gamma').focus()
    await page.keyboard.press('ArrowRight')
    await expectAt(page, 'f1')
  })

  it('loses no key that comes before the page is drawn anew', async () => {
    const { page } = await visit()
    await page.evaluate(() => {
      for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'ArrowRight']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      }
    })
    await expectAt(page, 'b1')
  })

  it('goes on where a browser allows no more changes of the address', async () => {
    const { page } = await visit('#at=f1')
    await page.evaluate(() => {
      history.replaceState = () => {
        throw new DOMException('too many', 'SecurityError')
      }
    })
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator(heading).textContent()).toContain('centre')
  })

  it('leaves the keys to whoever marks text with them, or moves in a text that scrolls', async () => {
    const { page } = await visit('#panel=take&at=f4')
    await page.keyboard.press('Shift+ArrowRight')
    await page.locator('.take pre').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('#steps').focus()
    await page.keyboard.press('ArrowRight')
    await expectAt(page, 'f5')
  })

  it('is told to whoever listens, since the card changes where the focus is not', async () => {
    const { page } = await visit('#at=f9')
    const told = page.locator('.steps [aria-live]')
    expect(await told.textContent()).toBe('forward, step 9: shift')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => told.textContent()).toBe('backward, step 9: shift')
  })

  it('goes to a step by its number, and by its address', async () => {
    const { page, origin } = await visit('#example=two&at=b7')
    expect(await page.locator(heading).textContent()).toContain('normalise')
    expect(await choice(page, 'Example').inputValue()).toBe('two')
    await page.getByRole('button', { name: 'forward, step 4: variance' }).click()
    expect(await page.locator(heading).textContent()).toContain('variance')
    await page.evaluate((to) => location.assign(to), `${origin}/#example=far&at=f9`)
    await page.waitForFunction(() => document.querySelector('.card h2')?.textContent?.includes('9'))
    await expect.poll(() => choice(page, 'Example').inputValue()).toBe('far')
  })

  it('shows what is made now, and pale what comes later', async () => {
    const { page } = await visit('#at=f4')
    const kinds = async (kind: string) =>
      page.locator(`.circuit g.${kind}`).evaluateAll((nodes) => nodes.map(({ id }) => id))
    expect(await kinds('at-now')).toEqual(['var'])
    expect(await kinds('at-read')).toEqual(['sq'])
    expect(await kinds('at-later')).toEqual(expect.arrayContaining(['ivar', 'out', 'dx', 'dout']))
    expect(await kinds('at-later')).not.toEqual(expect.arrayContaining(['mu']))
    await page.keyboard.press('End')
    expect(await kinds('at-later')).toEqual([])
  })
})

describe('the circuit', () => {
  it('shows the numbers of whatever value is chosen, by pointer and by keyboard', async () => {
    const { page } = await visit('#at=f1')
    await page.locator('.circuit g#xhat').click()
    const look = page.getByRole('article', { name: 'The numbers of xhat' })
    expect(await look.textContent()).toContain('xhat = xmu * ivar')
    expect(await look.locator('td[title="-1.2"]').count()).toBe(2)
    await page.locator('.circuit g#xhat').focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('gammax')
    await page.getByRole('article', { name: 'The numbers of gammax' }).waitFor()
    await expectAt(page, 'f1')
    expect(page.url()).toContain('look=gammax')
    await page.getByRole('button', { name: 'Close gammax' }).click()
    await expect.poll(() => page.locator('.look').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('gammax')
  })

  it('is one stop of the tabulator, which leads to the step at hand', async () => {
    const { page } = await visit('#at=f5')
    const stops = page.locator('.circuit g[tabindex="0"]')
    expect(await stops.evaluateAll((nodes) => nodes.map(({ id }) => id))).toEqual(['sqrtvar'])
  })
})
