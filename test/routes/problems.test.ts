import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../schemas/problems.ts'
import { type Service, startService, stopService } from '../http/service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const unescaped = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')

describe('GET /problems', () => {
  it('explains every problem, links to its page, and mentions no other', async () => {
    const { status, headers, text } = await service.request.get('/problems')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const page = unescaped(text)
    for (const { title, cause, solve, status: number } of Object.values(PROBLEMS)) {
      for (const part of [title, cause, solve, `HTTP status ${number}`])
        expect(page).toContain(part)
    }
    const links = [...text.matchAll(/href="\/problems\/([^"]+)"/g)].map(([, code]) => code)
    expect(links).toEqual(Object.keys(PROBLEMS))
  })

  it('is in the order of the statuses', () => {
    const statuses = Object.values(PROBLEMS).map(({ status }) => status)
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b))
  })

  it('needs no script and nothing from elsewhere', async () => {
    const { headers, text } = await service.request.get('/problems')
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'")
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/)
  })
})

describe('GET /problems/:code', () => {
  it.for(Object.entries(PROBLEMS))('explains %s and how to solve it', async ([code, row]) => {
    const { status, headers, text } = await service.request.get(`/problems/${code}`)
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const page = unescaped(text)
    for (const part of [row.title, row.cause, row.solve, code]) expect(page).toContain(part)
    expect(page).toContain('href="/problems"')
  })
})
