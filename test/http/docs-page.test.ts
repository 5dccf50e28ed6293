import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService, stopService } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const origin = 'http://service.invalid'

/** What a document refers to, as absolute addresses. */
function references(text: string, address: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(
    ([, reference]) => new URL(reference as string, address).href,
  )
}

function bytes(path: string) {
  return service.request.get(path).responseType('blob').redirects(1)
}

/** What a browser would load for a page: its links and scripts, and what the style sheets and scripts load. */
async function load(page: string): Promise<Map<string, string>> {
  const loaded = new Map<string, string>()
  const queue = [`${origin}${page}`]
  for (const address of queue) {
    if (loaded.has(address) || address.startsWith('data:')) continue
    expect(address).toMatch(new RegExp(`^${origin}/`))
    const { status, headers, body } = await bytes(address.slice(origin.length))
    const text = body.toString('latin1')
    expect([address, status]).toEqual([address, 200])
    const type = headers['content-type'] as string
    loaded.set(address, type)
    if (type.startsWith('text/html'))
      queue.push(
        ...references(text, address, /<(?:link|script|img)\b[^>]*\b(?:href|src)="([^"]+)"/g),
      )
    if (type.startsWith('text/css'))
      queue.push(...references(text, address, /url\(\s*["']?([^"')]+)/g))
    // The script that starts the page resolves what it loads against the page's own address and a slash.
    const base = `${origin}${page.replace(/\/?$/, '/')}`
    if (address.endsWith('initializer.js'))
      queue.push(...references(text, base, /resolveUrl\('([^']+)'\)/g))
  }
  return loaded
}

describe('the page at /docs', () => {
  it.for(['/docs', '/docs/'])('loads everything from this origin: %s', async (page) => {
    const loaded = await load(page)
    const names = [...loaded.keys()].map((address) => address.slice(`${origin}/docs`.length))
    expect(names).toEqual(
      expect.arrayContaining([
        '/static/swagger-ui.css',
        '/static/swagger-ui-bundle.js',
        '/static/swagger-initializer.js',
        '/json',
      ]),
    )
  })

  it('shows the document of /openapi.json, and asks no other host whether it is valid', async () => {
    const [shown, served] = await Promise.all(
      ['/docs/json', '/openapi.json'].map((path) => service.request.get(path)),
    )
    expect(shown?.body).toEqual(served?.body)
    const { text } = await service.request.get('/docs/static/swagger-initializer.js').buffer(true)
    expect(text).toContain('"validatorUrl":null')
  })

  it('has a policy that keeps it to this origin and works without TLS', async () => {
    for (const path of ['/docs', '/docs/static/swagger-ui-bundle.js']) {
      const { headers } = await service.request.get(path)
      const policy = headers['content-security-policy'] as string
      const words = policy.split(/[; ]+/).filter((word) => word !== '')
      expect(words).toContain("'self'")
      const allowed = /^([a-z-]+-(src|uri|ancestors|attr)|'(self|none|sha256-[\w+/=]+)'|data:)$/
      expect(words.filter((word) => !allowed.test(word))).toEqual([])
      expect(policy).toContain("script-src 'self'")
    }
  })

  it('is the only one with such a policy', async () => {
    for (const path of ['/livez', '/openapi.json', '/problems', '/v1/graph.svg', '/nowhere']) {
      const { headers } = await service.request.get(path)
      expect([path, headers['content-security-policy']]).toEqual([
        path,
        expect.stringMatching(/^default-src 'none'/),
      ])
      expect(headers['content-security-policy']).not.toContain('self')
    }
  })
})
