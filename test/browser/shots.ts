import type { Browser, Page } from 'playwright-core'

/** The pictures of the page that the documents show. */
export interface Shot {
  readonly file: string
  readonly hash: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

const STEPPING = '#example=post&at=b7'
const WRONG =
  '#example=post&at=b0&panel=diagnosis&submitted.dx=[[1.36,0.864],[0.8,0.736],[1.44,3.2]]&hints=2'

// biome-ignore format: a table is read in columns
export const SHOTS: readonly Shot[] = [
  { file: 'docs/page/desktop-light.png', hash: STEPPING, width: 1280, height: 1000, scheme: 'light' },
  { file: 'docs/page/desktop-dark.png',  hash: WRONG,    width: 1280, height: 1000, scheme: 'dark' },
  { file: 'docs/page/phone-light.png',   hash: STEPPING, width: 390,  height: 844,  scheme: 'light' },
  { file: 'docs/page/phone-dark.png',    hash: WRONG,    width: 390,  height: 844,  scheme: 'dark' },
]

/** A picture of the page, once every number has come. */
export async function take(
  browser: Browser,
  origin: string,
  { hash, width, height, scheme }: Shot,
  settled: (page: Page) => Promise<void>,
): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`${origin}/${hash}`)
  await settled(page)
  const picture = await page.screenshot()
  await context.close()
  return picture
}
