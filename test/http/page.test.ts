import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../../src/http/page/assets.ts'
import { type Service, startService, stopService } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

/** The most that the page's scripts and sheets may take on the wire, in bytes. */
const MOST = 60_000

async function fetched(path: string, encoding = 'identity') {
  const { port } = service
  const headers = { 'accept-encoding': encoding }
  const { status, headers: said, body } = await raw(port, path, headers)
  return { status, headers: said, body }
}

/** As the bytes come: fetch() and superagent would unpack them. */
async function raw(port: number, path: string, headers: Record<string, string>) {
  const { get } = await import('node:http')
  return new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>(
    (resolve, reject) => {
      get({ port, path, headers }, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(pieces),
          }),
        )
      }).on('error', reject)
    },
  )
}

/** Everything that the page loads, by address, packed as a browser gets it. */
async function loaded() {
  const html = (await fetched('/')).body.toString()
  const map: Record<string, string> = JSON.parse(
    /<script type="importmap">(.*?)<\/script>/.exec(html)?.[1] ?? '{}',
  ).imports
  const queue = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
  const assets = new Map<string, { packed: number; text: string; type: string }>()
  for (const path of queue) {
    if (path === undefined || assets.has(path)) continue
    const { status, headers, body } = await fetched(path, 'br')
    expect([path, status]).toEqual([path, 200])
    const text = brotliDecompressSync(body).toString()
    assets.set(path, { packed: body.length, text, type: headers['content-type'] ?? '' })
    for (const [, name = ''] of text.matchAll(/\bfrom\s*['"]([^'"]+)['"]/g)) {
      queue.push(name.startsWith('.') ? new URL(name, `http://any${path}`).pathname : map[name])
      expect(queue.at(-1), `${path} imports ${name}`).toBeDefined()
    }
  }
  return { html, map, assets }
}

describe('the page at /', () => {
  it('loads every script and sheet from this origin, before its scripts ask for them', async () => {
    const { html, assets } = await loaded()
    expect(assets.size).toBe(4)
    for (const [path, { type }] of assets) {
      expect(type).toBe(
        path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      )
      expect(html).toContain(`"${path}"`)
    }
  })

  it(`takes at most ${MOST} bytes for its scripts and sheets`, async () => {
    const { assets } = await loaded()
    const sizes = [...assets.values()].map(({ packed }) => packed)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST)
  })

  it('runs what the repository holds, without types and without what only Node has', async () => {
    const { assets } = await loaded()
    for (const [path, { text }] of assets) {
      if (!path.endsWith('/page.js')) continue
      expect(text, path).not.toMatch(/\bnode:|\brequire\(|\bBuffer\b|\bprocess\./)
      expect(text, path).not.toMatch(/^\s*(interface|import type|export type)\b/m)
    }
  })

  it('has a policy that names the one script that stands in it, and nothing else inline', async () => {
    const { headers, body } = await fetched('/')
    const policy = headers['content-security-policy'] ?? ''
    const html = body.toString()
    const inline = [...html.matchAll(/<script(?![^>]*src=)[^>]*>(.*?)<\/script>/gs)]
    expect(inline.length).toBe(1)
    expect(policy).toContain(hashOf(inline[0]?.[1] ?? ''))
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(html).not.toMatch(/\sstyle=|\son\w+=|<style/)
  })

  it('is there before any script has run: the circuit, and the card of every step', async () => {
    const html = (await fetched('/')).body.toString()
    expect(html).toContain('<g id="xhat"')
    for (let step = 0; step <= 9; step++) expect(html).toContain(`data-step="${step}"`)
    expect(html).toContain('<noscript>')
  })

  it.for(['/', 'the sheet'])('comes packed to whoever takes it: %s', async (which) => {
    const { assets } = await loaded()
    const path = which === '/' ? '/' : ([...assets.keys()].find((p) => p.endsWith('.css')) ?? '')
    const [plain, br, gz] = await Promise.all([
      fetched(path),
      fetched(path, 'gzip, deflate, br'),
      fetched(path, 'gzip'),
    ])
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect([br.headers['content-encoding'], gz.headers['content-encoding']]).toEqual(['br', 'gzip'])
    expect(brotliDecompressSync(br.body)).toEqual(plain.body)
    expect(gunzipSync(gz.body)).toEqual(plain.body)
    for (const { headers } of [plain, br, gz]) expect(headers['vary']).toBe('accept-encoding')
    const [kept] = plain.headers['cache-control']?.split(',') ?? []
    expect(kept).toBe(path === '/' ? 'no-cache' : 'public')
  })

  it.for([
    '/assets/',
    '/assets/x/page/main.ts',
    '/assets/../package.json',
    '/assets/%2e%2e/src/app.ts',
  ])('keeps everything else to itself: %s', async (path) => {
    const { status, headers } = await fetched(path)
    expect(status).toBe(404)
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })
})
