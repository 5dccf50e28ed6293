import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import dashboard from '../../deploy/grafana/batchnorm.json' with { type: 'json' }
import { serviceForTest } from '../http/service.ts'
import { alertExpressions, metricsIn, panelExpressions } from './expressions.ts'

const ROOT = new URL('../../', import.meta.url)

/** The names that a service shows: of every family, and of the parts of a histogram. */
async function known(): Promise<Set<string>> {
  const { request } = await serviceForTest()
  const { text } = await request.get('/metrics')
  const families = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)]
  return new Set(
    families.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
    ),
  )
}

describe('the dashboard and the alerts', () => {
  it('ask only for what the service shows; `up` is of Prometheus itself', async () => {
    const names = await known()
    const expressions = [...panelExpressions(), ...alertExpressions()]
    expect(expressions.length).toBeGreaterThan(20)
    for (const expression of expressions) {
      const asked = metricsIn(expression)
      expect(asked.length, expression.from).toBeGreaterThan(0)
      const others = asked.filter((name) => name !== 'up' && !names.has(name))
      expect([expression.from, others]).toEqual([expression.from, []])
    }
  })

  it('ask for everything that is the service’s own', async () => {
    const asked = new Set([...panelExpressions(), ...alertExpressions()].flatMap(metricsIn))
    const own = [...(await known())].filter((name) => name.startsWith('batchnorm_'))
    const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '')
    const families = new Set([...asked].map(family))
    expect(own.map(family).filter((name) => !families.has(name))).toEqual([])
  })
})

describe('docs/operating.md', () => {
  const text = readFileSync(new URL('docs/operating.md', ROOT), 'utf8')

  it('tells of every figure that is the service’s own, and what to do at every alert', async () => {
    const own = [...(await known())].filter((name) => name.startsWith('batchnorm_'))
    const families = own.map((name) => name.replace(/(_seconds)_(bucket|sum|count)$/, '$1'))
    for (const name of [...families, ...alertExpressions().map(({ from }) => from)]) {
      expect(text).toContain(`\`${name}\``)
    }
  })
})

describe('the names in an expression', () => {
  it.for([
    ['up{job="batchnorm"} == 0', ['up']],
    ['sum by (a, b) (rate(c_total{d=~"e|f"}[5m])) / on (g) h > 0.05', ['c_total', 'h']],
    ['histogram_quantile(0.9, sum by (le) (rate(a_bucket[1m] offset 5m)))', ['a_bucket']],
    ['topk(3, a) and b unless c', ['a', 'b', 'c']],
  ] as const)('are those of its metrics: %s', ([text, names]) => {
    expect(metricsIn({ from: '', text })).toEqual(names)
  })
})

describe('the dashboard', () => {
  it('is one by Grafana’s own types', () => {
    const folder = new URL('node_modules/.cache/dashboard/', ROOT)
    mkdirSync(folder, { recursive: true })
    const file = new URL('dashboard.ts', folder)
    const type = "import('@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen').Dashboard"
    const text = readFileSync(new URL('deploy/grafana/batchnorm.json', ROOT), 'utf8')
    writeFileSync(file, `export const dashboard: ${type} = ${text}`)
    const flags = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext']
    const { stdout, status } = spawnSync('npx', ['tsc', ...flags, file.pathname], { cwd: ROOT })
    expect([status, stdout.toString()]).toEqual([0, ''])
  })

  it('shows panels beside and below each other, each once, each saying what it shows', () => {
    const { panels } = dashboard
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const taken = new Set<string>()
    for (const { title, type, description, gridPos } of panels) {
      const { x, y, w, h } = gridPos
      expect([title, x + w <= 24]).toEqual([title, true])
      if (type !== 'row')
        expect([title, description]).toEqual([title, expect.stringMatching(/\.$/)])
      for (let row = y; row < y + h; row++) {
        for (let column = x; column < x + w; column++) {
          expect([title, taken.has(`${column} ${row}`)]).toEqual([title, false])
          taken.add(`${column} ${row}`)
        }
      }
    }
  })

  it('asks the data source that is chosen, of the replicas that are', () => {
    for (const { title, targets = [], datasource } of dashboard.panels) {
      for (const target of targets) {
        expect([title, target.datasource]).toEqual([title, datasource])
        expect(target.datasource.uid).toMatch(/^\$\{datasource\}$/)
        for (const [matchers] of target.expr.matchAll(/\{[^}]*\}/g)) {
          expect([title, matchers]).toEqual([
            title,
            expect.stringContaining('instance=~"$instance"'),
          ])
        }
      }
    }
  })
})
