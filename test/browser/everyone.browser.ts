import { describe, expect, it } from 'vitest'
import { PANELS } from '../../page/state/state.ts'
import { obstacles } from './obstacles.ts'
import { settled } from './settled.ts'
import { DESKTOP, PHONE, visit, withBrowser } from './visit.ts'

withBrowser()

const WRONG = 'submitted.dx=[[1.36,0.864],[0.8,0.736],[1.44,3.2]]&hints=3'

describe('nobody is kept from the page', () => {
  const windows = [
    { ...DESKTOP, scheme: 'light' },
    { ...DESKTOP, scheme: 'dark' },
    { ...PHONE, scheme: 'light' },
    { ...PHONE, scheme: 'dark' },
  ] as const
  it.for(windows)('$width wide, $scheme', async (window) => {
    const { page } = await visit('#at=b7', window)
    for (const panel of PANELS) {
      await page.evaluate(
        (hash) => location.assign(hash),
        `#at=b2&look=xhat&panel=${panel}&${WRONG}`,
      )
      await settled(page)
      expect(await obstacles(page)).toEqual([])
    }
  })

  it('by heat maps', async () => {
    const { page } = await visit('#example=images&at=f7')
    expect(await obstacles(page)).toEqual([])
  })
})

describe('the page fits', () => {
  it.for([320, 390, 768, 1280, 2560])(
    'a window %i wide, without scrolling sideways',
    async (width) => {
      const { page } = await visit(`#panel=diagnosis&${WRONG}&at=b7`, { width, height: 800 })
      for (const panel of PANELS) {
        await page.evaluate(
          (hash) => location.assign(hash),
          `#panel=${panel}&${WRONG}&at=b7&look=x`,
        )
        await settled(page)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([panel, wide]).toEqual([panel, width])
      }
    },
  )

  it('a narrow window with the step at hand in the middle of the circuit', async () => {
    const { page } = await visit('#at=f9', PHONE)
    const box = await page.locator('.circuit g#out').boundingBox()
    expect(box?.x).toBeGreaterThan(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width)
  })
})

describe('whoever uses no pointer', () => {
  it('comes by the tabulator to the steps, the tabs and the fields', async () => {
    const { page } = await visit()
    const met = new Set<string>()
    for (let k = 0; k < 60; k++) {
      await page.keyboard.press('Tab')
      met.add(
        await page.evaluate(() => {
          const element = document.activeElement
          return element?.id || element?.getAttribute('aria-label') || element?.textContent || ''
        }),
      )
    }
    for (const wanted of ['mu', 'Next step', 'tab-inputs', 'field-x', 'field-eps']) {
      expect([...met]).toContain(wanted)
    }
  })

  it('goes from tab to tab with the arrow keys', async () => {
    const { page } = await visit()
    await page.locator('#tab-inputs').focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-check')
    expect(await page.getByRole('tabpanel').getAttribute('aria-labelledby')).toBe('tab-check')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-take')
  })

  it('skips to the steps', async () => {
    const { page } = await visit('#at=f3')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('steps')
    expect(page.url()).toContain('at=f3')
  })
})

describe('without scripts', () => {
  it('the circuit is there all the same', async () => {
    const { page, origin } = await visit()
    const context = await page.context().browser()?.newContext({ javaScriptEnabled: false })
    const bare = await context?.newPage()
    await bare?.goto(origin)
    expect(await bare?.locator('.circuit g#xhat').count()).toBe(1)
    await context?.close()
  })
})
