import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Scope } from '../../schemas/scopes.ts'
import { makeKey } from '../../src/keys/make.ts'
import { startServer } from '../support/server.ts'
import { obstacles } from './obstacles.ts'
import { settled } from './settled.ts'
import { PHONE, visit, withBrowser } from './visit.ts'

withBrowser()

/** A service that knows one key. */
async function locked(...scopes: Scope[]) {
  const { token, entry } = makeKey('course-a', scopes)
  const server = await startServer({ KEYS: entry })
  onTestFinished(() => server.stop())
  return { token, origin: server.origin }
}

const keyField = (page: Page) => page.locator('.key input')

async function give(page: Page, token: string): Promise<void> {
  await keyField(page).fill(token)
  await page.getByRole('button', { name: 'Use it' }).click()
  await settled(page)
}

/** Whether the numbers of the step are there. */
const numbers = (page: Page) => page.locator('.card table, .card canvas').count()

const WRONG = 'submitted.dx=[[1.36,0.864],[0.8,0.736],[1.44,3.2]]&hints=3'

describe('a service that asks for a key', () => {
  it('is asked with the one that is typed, kept while the tab is, and forgotten at a word', async () => {
    const { token, origin } = await locked('compute')
    const { page } = await visit('#at=f1', { origin })
    expect(await page.locator('.key label').textContent()).toBe('The service asks for a key.')
    expect([await numbers(page), await page.locator('.fault').count()]).toEqual([0, 0])

    await give(page, `${token}x`)
    expect(await page.locator('.key label').textContent()).toBe(
      'The service does not know this key.',
    )
    await give(page, ` ${token} `)
    expect([await keyField(page).count(), (await numbers(page)) > 0]).toEqual([0, true])

    await page.reload()
    await settled(page)
    expect([await keyField(page).count(), (await numbers(page)) > 0]).toEqual([0, true])
    expect(page.url()).not.toContain(token)

    await page.getByRole('button', { name: 'Forget it' }).click()
    await settled(page)
    expect(await keyField(page).inputValue()).toBe('')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  it('tells what a key lacks, and what it allows all the same', async () => {
    const { token, origin } = await locked('compute', 'diagnose')
    const { page } = await visit(`#panel=diagnosis&${WRONG}`, { origin })
    await give(page, token)
    expect(await page.locator('.findings .verdict').textContent()).toBe('Something is wrong.')
    expect(await page.locator('.hints li').count()).toBe(2)
    expect(await page.locator('.causes del').count()).toBe(0)

    const other = await locked('compute')
    const { page: second } = await visit(`#panel=diagnosis&${WRONG}`, { origin: other.origin })
    await give(second, other.token)
    expect(await second.locator('.panel .fault').first().textContent()).toContain(
      'the key lacks the scope diagnose',
    )
  })

  it('keeps nobody from its field', async () => {
    const { origin } = await locked('compute')
    const { page } = await visit('', { ...PHONE, scheme: 'dark', origin })
    expect(await obstacles(page)).toEqual([])
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
    expect(scrollWidth).toBe(clientWidth)
    await page.getByLabel('The service asks for a key.').focus()
    await page.keyboard.type('bnk_nobody')
    await page.keyboard.press('Enter')
    await settled(page)
    expect(await page.locator('.key label').textContent()).toBe(
      'The service does not know this key.',
    )
  })
})

describe('a service that asks for none', () => {
  it('is not said to', async () => {
    const { page } = await visit()
    expect(await page.locator('.key').count()).toBe(0)
  })
})
