import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settled } from './settled.ts'
import { SHOTS, take } from './shots.ts'
import { visit, withBrowser } from './visit.ts'

withBrowser()

/** How far two pictures are apart on the average, as a share of black to white; fonts alone make some percent. */
const MOST = 0.06

describe('the pictures in the documents', () => {
  it.for(SHOTS)('show the page as it is: $file', async (shot) => {
    const { page, origin } = await visit()
    const browser = page.context().browser()
    if (!browser) throw new Error('no browser')
    const now = await take(browser, origin, shot, settled)
    const kept = readFileSync(new URL(`../../${shot.file}`, import.meta.url))
    const apart = await page.evaluate(
      async (pictures) => {
        const [a, b] = await Promise.all(
          pictures.map(async (base64) => {
            const image = new Image()
            image.src = `data:image/png;base64,${base64}`
            await image.decode()
            const canvas = new OffscreenCanvas(image.width, image.height)
            const context = canvas.getContext('2d')
            context?.drawImage(image, 0, 0)
            return context?.getImageData(0, 0, image.width, image.height)
          }),
        )
        if (!a || !b || a.width !== b.width || a.height !== b.height) return 1
        return (
          a.data.reduce((sum, each, k) => sum + Math.abs(each - (b.data[k] ?? 0)), 0) /
          a.data.length /
          255
        )
      },
      [now, kept].map((each) => each.toString('base64')),
    )
    expect(apart).toBeLessThan(MOST)
  })
})
