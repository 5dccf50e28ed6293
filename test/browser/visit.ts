import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { launch } from './chromium.ts'
import { settled } from './settled.ts'

/** A visit to the page, in a window of its own. */
export interface Visit {
  readonly page: Page
  readonly origin: string
  /** What nobody wants to see: errors, violated policies, requests to elsewhere. */
  readonly complaints: readonly string[]
}

interface Window {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  /** Where another service listens than the one of the file. */
  readonly origin?: string
}

export const DESKTOP = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

let [browser, server]: [Browser | undefined, Server | undefined] = [undefined, undefined]

/** Starts the service and a browser for the tests of a file. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await launch()
    server = await startServer()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
}

/** Opens the page at a state. Whatever it complains of until the test is over fails the test. */
export async function visit(hash = '', window: Window = {}): Promise<Visit> {
  if (!browser || !server) throw new Error('no browser has been started')
  const {
    width = DESKTOP.width,
    height = DESKTOP.height,
    scheme = 'light',
    origin = server.origin,
  } = window
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // Chromium writes one for every refusal and for every request that fails, which a test may want.
    if (message.type() === 'error' && !/status of 4\d\d|net::ERR_FAILED/.test(message.text())) {
      complaints.push(`console: ${message.text()}`)
    }
  })
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url())
    if (!isOwn) complaints.push(`asked elsewhere: ${request.url()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  onTestFinished(async () => {
    await context.close()
    expect(complaints).toEqual([])
  })
  await page.goto(`${origin}/${hash}`)
  await settled(page)
  return { page, origin, complaints }
}

/** Waits until the page is at a moment, which its address says. */
export async function expectAt(page: Page, id: string): Promise<void> {
  await expect.poll(() => new URLSearchParams(page.url().split('#')[1]).get('at')).toBe(id)
}

/** A choice by its label. */
export const choice = (page: Page, name: string) => page.getByRole('combobox', { name })

/** A field of text by its label. */
export const field = (page: Page, name: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${name}\\b`) })
