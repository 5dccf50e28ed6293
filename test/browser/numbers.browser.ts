import { describe, expect, it } from 'vitest'
import { EXAMPLE_NAMES } from '../../page/state/examples.ts'
import { MOMENTS } from '../../page/state/moments.ts'
import { settled } from './settled.ts'
import { choice, field, type Visit, visit, withBrowser } from './visit.ts'

withBrowser()

type Nested = number | Nested[]

/** What the service says to what the page itself would send. */
async function valuesOf({ page, origin }: Visit): Promise<Record<string, Nested>> {
  await page.getByRole('tab', { name: 'Take away' }).click()
  const values: Record<string, Nested> = {}
  for (const path of ['/v1/forward', '/v1/backward']) {
    await choice(page, 'Request').selectOption(path)
    await choice(page, 'as').selectOption('JSON')
    const body = (await page.locator('.take pre').textContent()) ?? ''
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(origin + path, { method: 'POST', headers, body })
    Object.assign(values, ((await reply.json()) as { steps: object }).steps)
  }
  return values
}

const flat = (value: Nested): number[] => [value].flat(Number.POSITIVE_INFINITY as 1) as number[]

describe('every number on the page', () => {
  it.for(['post', 'cs231n', 'constant', 'two', 'far'])(
    "is the service's, bit for bit, at every step: %s",
    async (example) => {
      const visited = await visit(`#example=${example}`)
      const { page } = visited
      const values = await valuesOf(visited)
      const seen = new Set<string>()
      for (const { id, makes } of MOMENTS) {
        await page.evaluate((hash) => location.assign(hash), `#example=${example}&at=${id}`)
        await page.waitForFunction((at) => location.hash.includes(`at=${at}`), id)
        for (const { name } of makes) {
          const cells = page.locator(`.card output[data-value="${name}"]:not(.in) td[title]`)
          await cells.first().waitFor({ state: 'attached' })
          const titles = await cells.evaluateAll((all) =>
            all.map((each) => (each as HTMLElement).title),
          )
          const wanted = flat(values[name] as Nested)
          expect([name, titles.map(Number)]).toEqual([name, wanted])
          expect(titles.map((title) => Object.is(Number(title), -0))).toEqual(
            wanted.map((each) => Object.is(each, -0)),
          )
          seen.add(name)
        }
      }
      expect(seen.size).toBe(23)
    },
  )

  it('is exact on a heat map too, wherever one points, by pointer and by keys', async () => {
    const visited = await visit('#example=large&at=f7')
    const { page } = visited
    const xhat = (await valuesOf(visited))['xhat'] as number[][]
    const picture = page.locator('.card output[data-value="xhat"]:not(.in) canvas')
    const readout = page.locator('.card output[data-value="xhat"]:not(.in) .readout')
    await picture.scrollIntoViewIfNeeded()
    const box = await picture.boundingBox()
    if (!box) throw new Error('there is no heat map')
    for (const [row, column] of [
      [0, 0],
      [63, 31],
      [17, 5],
      [40, 30],
    ] as const) {
      await page.mouse.move(
        box.x + ((column + 0.5) * box.width) / 32,
        box.y + ((row + 0.5) * box.height) / 64,
      )
      expect(await readout.textContent()).toBe(`xhat[${row}, ${column}] = ${xhat[row]?.[column]}`)
    }
    await picture.focus()
    await page.mouse.move(0, 0)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await readout.textContent()).toBe(`xhat[1, 1] = ${xhat[1]?.[1]}`)
    expect(page.url()).toContain('at=f7')
  })

  it('of images is shown for one channel or for all, by the index in the tensor', async () => {
    const visited = await visit('#example=images&at=f2&channel=1')
    const { page } = visited
    const xmu = (await valuesOf(visited))['xmu'] as number[][][][]
    const output = page.locator('.card output[data-value="xmu"]:not(.in)')
    await output.locator('canvas').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    for (let k = 0; k < 6; k++) await page.keyboard.press('ArrowRight')
    expect(await output.locator('.readout').textContent()).toBe(
      `xmu[1, 1, 1, 2] = ${xmu[1]?.[1]?.[1]?.[2]}`,
    )
    await choice(page, 'Matrices show').selectOption('')
    expect(page.url()).not.toContain('channel=')
    await output.locator('canvas').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await output.locator('.readout').textContent()).toBe(
      `xmu[0, 1, 0, 0] = ${xmu[0]?.[1]?.[0]?.[0]}`,
    )
  })
})

describe('bars', () => {
  it('are drawn as well where they end further apart than float64 reaches', async () => {
    const { page } = await visit('#beta=[1.7e308,-1.7e308]&at=f9')
    const bars = page.locator('.card output[data-value="beta"].in canvas')
    const heights = await bars.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement
      const pixels = (element as HTMLCanvasElement)
        .getContext('2d')
        ?.getImageData(0, 0, width, height)
      const isPainted = (x: number, y: number) => (pixels?.data[4 * (y * width + x) + 3] ?? 0) > 0
      const share = (x: number) =>
        Array.from({ length: height }, (_, y) => isPainted(x, y)).filter(Boolean).length / height
      return [share(Math.floor(width / 4)), share(Math.floor((width * 3) / 4))]
    })
    for (const height of heights) expect(height).toBeCloseTo(0.5, 1)
  })
})

describe('the examples', () => {
  it('each come with every value of the circuit', async () => {
    const { page } = await visit()
    for (const name of EXAMPLE_NAMES) {
      await choice(page, 'Example').selectOption(name)
      await settled(page)
      expect(page.url()).toContain(`example=${name}`)
      expect(await page.locator('.notes .fault').count()).toBe(0)
      await page.locator('.circuit g#dx').click()
      await page.locator('.look .readout').waitFor()
      await page.getByRole('button', { name: 'Close dx' }).click()
    }
  })

  it('of a seed are the same for the same seed', async () => {
    const { page } = await visit('#seed=5&shape=6,2')
    const x = await field(page, 'x').inputValue()
    await page.getByRole('spinbutton', { name: 'Seed' }).fill('6')
    await page.getByRole('spinbutton', { name: 'Seed' }).press('Tab')
    await settled(page)
    expect(page.url()).toContain('seed=6')
    expect(await field(page, 'x').inputValue()).not.toBe(x)
    const again = await visit('#seed=5&shape=6,2')
    expect(await field(again.page, 'x').inputValue()).toBe(x)
  })
})
