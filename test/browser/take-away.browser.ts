import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { readNpz } from '../../src/formats/npz.ts'
import { parseXml } from '../support/xml.ts'
import { choice, type Visit, visit, withBrowser } from './visit.ts'

withBrowser()

const run = promisify(execFile)

async function copied({ page }: Visit, path: string, language: string): Promise<string> {
  await choice(page, 'Request').selectOption(path)
  await choice(page, 'as').selectOption(language)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('Copied.').waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}

async function saved(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ])
  return readFile(await download.path())
}

describe('what is copied', () => {
  it('as curl is a command that gets the numbers on the page', async () => {
    const visited = await visit('#panel=take')
    for (const path of ['/v1/forward', '/v1/backward', '/v1/gradient-check']) {
      const command = await copied(visited, path, 'curl')
      const { stdout } = await run('sh', ['-c', command])
      expect(JSON.parse(stdout)).toHaveProperty(path === '/v1/gradient-check' ? 'verdict' : 'steps')
    }
  })

  it('as curl keeps a quote in a shell', async () => {
    const visited = await visit("#panel=take&submitted.dx=[[1,2],[3,4],[5,6]]&method='")
    const command = await copied(visited, '/v1/gradient-check', 'curl')
    const { stdout } = await run('sh', ['-c', command])
    expect(JSON.parse(stdout)).toHaveProperty('code', 'invalid')
  })

  it('as Python is a program', async () => {
    const visited = await visit('#panel=take&example=two')
    const program = await copied(visited, '/v1/backward', 'Python')
    expect(program).toContain(`requests.post('${visited.origin}/v1/backward', json=request`)
    expect(program).not.toMatch(/\b(true|false|null)\b/)
  })

  it('is a link that leads to the same page', async () => {
    const { page } = await visit('#panel=take&example=far&at=b3')
    await page.getByRole('button', { name: 'Link to this page' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
  })
})

describe('what is saved', () => {
  it('as SVG is the figure with its own looks', async () => {
    const { page } = await visit('#panel=take')
    const text = (await saved(page, 'Figure as SVG')).toString()
    expect(text).toContain('<style>')
    expect(parseXml(text).name).toBe('svg')
  })

  it('as PNG is a picture of it', async () => {
    const { page } = await visit('#panel=take')
    const bytes = await saved(page, 'Figure as PNG')
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(2000)
    expect(bytes.length).toBeGreaterThan(20_000)
  })

  it('as npz are the values of a pass', async () => {
    const { page } = await visit('#panel=take')
    const members = async (name: string) =>
      readNpz(await saved(page, name), { members: 64, bytes: 2 ** 20 })
    expect(await members('forward.npz')).toMatchObject({
      steps: { mu: { shape: [2], data: Float64Array.of(4, 5) } },
    })
    expect(await members('backward.npz')).toMatchObject({
      dgamma: { shape: [2], data: Float64Array.of(6, 4.8) },
    })
  })
})
