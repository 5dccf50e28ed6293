import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BATCH, FORGETFUL } from '../../routes/examples/batch.ts'
import { type Server, startServer } from '../support/server.ts'
import { alertExpressions, panelExpressions } from './expressions.ts'
import { promtoolBeside } from './find-prometheus.ts'
import { FOLDER, type Prometheus, prometheusHere, startPrometheus } from './prometheus.ts'

describe('promtool', () => {
  it.for([
    ['check', 'config', 'prometheus.yaml'],
    ['check', 'rules', '--lint-fatal', 'rules.yaml'],
    ['test', 'rules', 'rules.test.yaml'],
  ])('%s %s', (words) => {
    const { status, stdout, stderr } = spawnSync(promtoolBeside(prometheusHere()), words, {
      cwd: FOLDER,
    })
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
  })
})

interface Alert {
  readonly labels: { readonly alertname: string }
  readonly state: string
}

/** What a busy machine may give reason to, but not for long enough to tell anybody. */
const SLOW = ['BatchnormLoopHeld', 'BatchnormSlow']

describe('a Prometheus that watches a service', () => {
  let server: Server
  let prometheus: Prometheus
  beforeAll(async () => {
    server = await startServer({ LOG_LEVEL: 'info' })
    prometheus = await startPrometheus(new URL(server.origin).host)
    await traffic()
  })
  afterAll(async () => {
    await prometheus?.stop()
    await server?.stop()
  })

  /** Small and large requests, a diagnosis, a refusal; again and again, until there is a rate: it looks after five seconds first. */
  async function traffic(): Promise<void> {
    const post = (path: string, request: object) =>
      fetch(server.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      }).then((reply) => reply.arrayBuffer())
    const { dout: _, ...batch } = BATCH
    const large = Array.from({ length: 300 }, (_, i) => Array.from({ length: 40 }, (_, j) => i * j))
    const looked = async () =>
      Number((await prometheus.ask('count_over_time(up[1m])'))[0]?.value[1] ?? 0)
    while ((await looked()) < 5) {
      await post('/v1/forward', batch)
      await post('/v1/forward', { x: large })
      await post('/v1/forward', { x: [[1], [1]], eps: 0 })
      await post('/v1/diagnose', { ...BATCH, submitted: FORGETFUL })
    }
  }

  it('finds all series good, and has none refused', async () => {
    const targets = (await prometheus.get('/api/v1/targets')) as {
      activeTargets: { health: string; lastError: string }[]
    }
    expect(targets.activeTargets).toMatchObject([{ health: 'up', lastError: '' }])
  })

  it.for(panelExpressions())('has something to draw for $from', async ({ text }) => {
    const result = await prometheus.ask(text)
    expect(result.length, text).toBeGreaterThan(0)
  })

  it('has no reason to alert anybody, and understands every reason', async () => {
    for (const { from, text } of alertExpressions()) {
      const found = await prometheus.ask(text)
      if (!SLOW.includes(from)) expect([from, found]).toEqual([from, []])
    }
    const { alerts } = (await prometheus.get('/api/v1/alerts')) as { alerts: Alert[] }
    expect(alerts.filter(({ labels }) => !SLOW.includes(labels.alertname))).toEqual([])
    expect(alerts.filter(({ state }) => state === 'firing')).toEqual([])
  })

  it('says who is gone', async () => {
    await server.stop()
    const [down] = alertExpressions().filter(({ from }) => from === 'BatchnormDown')
    await expect.poll(() => prometheus.ask(down?.text ?? ''), { timeout: 20_000 }).toHaveLength(1)
    const pending = { labels: { alertname: 'BatchnormDown' }, state: 'pending' }
    await expect
      .poll(() => prometheus.get('/api/v1/alerts'), { timeout: 20_000 })
      .toMatchObject({ alerts: [pending] })
  })
})
