import type { Page } from 'playwright-core'

/** Waits until every number of a state has come. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.card')
  // Questions wait for pauses in typing, so busyness begins a moment after a change.
  await page.waitForTimeout(250)
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}
