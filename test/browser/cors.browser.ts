import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { BATCH } from '../../routes/examples/batch.ts'
import { type Server, startServer } from '../support/server.ts'
import { launch } from './chromium.ts'

/** A page of another origin, as a notebook in a browser is: what it may ask, read and show. */

let browser: Browser
/** Hosts of pages: one that a service knows, one that it does not. */
let [known, stranger] = ['', '']
let service: Server
const stops: (() => unknown)[] = []

/** A server of an empty page. */
async function host(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>A notebook</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  ;[browser, known, stranger] = await Promise.all([launch(), host(), host()])
  service = await startServer({ CORS_ORIGINS: `https://notebooks.example,${known}` })
  stops.push(
    () => service.stop(),
    () => browser.close(),
  )
})
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
})

async function pageAt(origin: string): Promise<Page> {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(origin)
  return page
}

const { dout: _, ...batch } = BATCH

interface Sent {
  readonly origin: string
  readonly request: object
  readonly headers: Record<string, string>
}

/** What a script of the page gets: the status, the headers that it sees, the first bytes; or the kind of its error. */
const ask = (page: Page, request: object, headers: Record<string, string> = {}) =>
  page.evaluate(
    async ({ origin, request, headers }: Sent) => {
      try {
        const reply = await fetch(`${origin}/v1/forward`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(request),
        })
        const bytes = new Uint8Array(await reply.arrayBuffer())
        return {
          status: reply.status,
          seen: Object.fromEntries(reply.headers),
          text: new TextDecoder().decode(bytes.subarray(0, 4096)),
        }
      } catch (error) {
        return { status: 0, seen: {} as Record<string, string>, text: (error as Error).name }
      }
    },
    { origin: service.origin, request, headers },
  )

describe('a page of an origin that is known', () => {
  it('reads JSON, sends what clients send, and sees what they look at', async () => {
    const sent = {
      authorization: 'Bearer none',
      'x-request-id': 'cell-7',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }
    const { status, seen, text } = await ask(await pageAt(known), batch, sent)
    expect(status).toBe(200)
    expect(JSON.parse(text)).toHaveProperty('out')
    expect(seen).toMatchObject({
      'x-request-id': 'cell-7',
      'server-timing': expect.stringContaining('compute;dur='),
    })
  })

  it('reads npz, and under which name it would be saved', async () => {
    const { status, seen, text } = await ask(await pageAt(known), batch, {
      accept: 'application/x-npz',
    })
    expect(status).toBe(200)
    expect(text.slice(0, 2)).toBe('PK')
    expect(seen['content-disposition']).toBe('attachment; filename="forward.npz"')
  })

  it('reads why it is refused', async () => {
    const { status, text } = await ask(await pageAt(known), { x: 'nothing' })
    expect([status, JSON.parse(text).code]).toEqual([400, 'invalid'])
  })

  it('shows a figure that it has asked for', async () => {
    const page = await pageAt(known)
    const width = await page.evaluate(
      async ({ origin, request }) => {
        const reply = await fetch(`${origin}/v1/figure`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
        })
        const image = new Image()
        image.src = URL.createObjectURL(await reply.blob())
        await image.decode()
        document.body.append(image)
        return image.naturalWidth
      },
      { origin: service.origin, request: { draw: 'values', ...BATCH } },
    )
    expect(width).toBeGreaterThan(100)
  })
})

/** The width of a picture by its address, 0 where it may not be shown. */
const shown = (page: Page, address: string) =>
  page.evaluate(async (source) => {
    const image = new Image()
    image.src = source
    await image.decode().catch(() => {})
    return image.naturalWidth
  }, address)

describe('a page of any other origin', () => {
  it('reads nothing, and what it asks with a type of its own is not even computed', async () => {
    const page = await pageAt(stranger)
    const before = service.log.length
    expect(await ask(page, batch)).toMatchObject({ status: 0, text: 'TypeError' })
    await expect.poll(() => service.log.length).toBe(before + 1)
    expect(JSON.parse(service.log[before] as string)).toMatchObject({
      method: 'OPTIONS',
      status: 204,
    })
  })

  it('may show the figure of the circuit, as every page may, and no other answer', async () => {
    const page = await pageAt(stranger)
    expect(await shown(page, `${service.origin}/v1/graph.svg`)).toBeGreaterThan(100)
    expect(await shown(page, `${service.origin}/livez`)).toBe(0)
  })
})
