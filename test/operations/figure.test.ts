import { describe, expect, test } from 'vitest'
import { diagnose } from '../../routes/diagnose.ts'
import { BATCH, FORGETFUL, LAYER } from '../../routes/examples/batch.ts'
import { figure } from '../../routes/figure.ts'
import { gradientCheckSweep } from '../../routes/gradient-check-sweep.ts'
import { curveFigure } from '../../src/core/figure/curve.ts'
import { circuitFigure } from '../../src/core/figure.ts'
import type { Sweep } from '../../src/core/gradient-check/sweep.ts'
import { BACKWARD, FORWARD } from '../../src/core/graph.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import { flat, type Nested, shapeOf } from '../support/arrays.ts'
import { LIMITS, post, postBackward, postForward, refusal } from '../support/client.ts'
import { npzOf } from '../support/npz.ts'
import { child, children, idOf, is, parseSvg, within } from '../support/svg.ts'

function answer(body: Buffer, contentType: string): string {
  const result = execute(figure, { body, contentType }, LIMITS)
  expect(result.contentType).toBe('image/svg+xml')
  return whole(result).toString()
}
const draw = (request: object) => answer(Buffer.from(JSON.stringify(request)), 'application/json')

const refused = (request: object) => {
  const { code, faults } = refusal(() => draw(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

const nodesOf = (svg: string) => within(parseSvg(svg)).filter(({ tag }) => tag === 'g')
const node = (svg: string, id: string) =>
  nodesOf(svg).find((g) => idOf(g) === id) ?? expect.fail(`no ${id}`)
const titleOf = (svg: string, id: string) => child(node(svg, id), 'title').text

describe('a figure of values', () => {
  const { beta: _, ...source } = BATCH
  const steps: Readonly<Record<string, Nested>> = {
    ...postForward({ ...LAYER, include: ['steps'] }).steps,
    ...postBackward({ ...source, include: ['steps'] }).steps,
    ...BATCH,
  }
  const normOf = (name: string) => Math.hypot(...flat(steps[name] as Nested))

  test('has the shape and the norm of what both passes return', () => {
    const svg = draw({ draw: 'values', ...BATCH })
    for (const name of [...FORWARD, ...BACKWARD].map((value) => value.name)) {
      const [, shape, norm] = /shape \((.*)\), 2-norm (.*)$/.exec(titleOf(svg, name)) ?? []
      expect(shape, name).toBe(shapeOf(steps[name] as Nested).join(','))
      expect(Number(norm) / normOf(name), name).toBeCloseTo(1, 12)
    }
    for (const name of ['x', 'gamma', 'beta', 'dout'])
      expect(Number(titleOf(svg, name).split('2-norm ')[1]) / normOf(name)).toBeCloseTo(1, 12)
    expect(titleOf(svg, 'eps')).toContain('shape (), 2-norm 1.75')
  })

  test('has those of the forward pass alone where there is no dout', () => {
    const svg = draw({ draw: 'values', ...LAYER })
    expect(titleOf(svg, 'out')).toContain('2-norm')
    for (const { name } of [...BACKWARD, { name: 'dout' }])
      expect(titleOf(svg, name)).not.toContain('2-norm')
  })

  test('has the shapes of images', () => {
    const x = [[[[1, 2]], [[3, 5]], [[4, 4.5]]]]
    const svg = draw({ draw: 'values', x, dout: x })
    expect(children(node(svg, 'dxhat'), 'text')[1]?.text).toBe('(1,3,1,2)')
    expect(children(node(svg, 'dvar'), 'text')[1]?.text).toBe('(3)')
  })

  test('has norms whose squares lie beyond float64', () => {
    const svg = draw({ draw: 'values', x: [[3e150], [-4e150]] })
    expect(titleOf(svg, 'x')).toContain('2-norm 5e150')
    expect(titleOf(svg, 'sq')).toMatch(/2-norm 1\.7\d+e301$/)
  })

  test('is refused where a value lies beyond float64', () => {
    expect(refused({ draw: 'values', x: [[3e200], [-4e200]] })).toEqual(['not-representable', ''])
  })
})

describe('a figure of a verdict', () => {
  const request = { ...BATCH, submitted: { ...FORGETFUL, mu: [4, 5, 6], var: [null, 1] } }

  test('paints what a diagnosis says of every value', () => {
    const svg = draw({ draw: 'verdict', ...request })
    const { values } = post(diagnose, request) as { values: Record<string, { verdict: string }> }
    expect(new Set(Object.values(values).map(({ verdict }) => verdict)).size).toBeGreaterThan(3)
    for (const { name } of [...FORWARD, ...BACKWARD])
      expect(is(node(svg, name), `is-${values[name]?.verdict}`), name).toBe(true)
    expect(
      nodesOf(svg)
        .filter((g) => is(g, 'first') && idOf(g))
        .map(idOf),
    ).toEqual(['mu'])
  })

  test('is judged by the tolerance and the dtype that are given', () => {
    const dx = BATCH.x.map((row) => row.map(() => 0))
    const verdict = (how: object) =>
      nodesOf(draw({ draw: 'verdict', ...BATCH, submitted: { dx }, ...how })).some(
        (g) => is(g, 'is-wrong') && idOf(g) === 'dx',
      )
    expect([verdict({}), verdict({ tolerance: { atol: 10 } })]).toEqual([true, false])
  })

  test('tells no formula and no number where it may not', () => {
    const told = draw({ draw: 'verdict', ...request, reveal: false })
    const words = within(parseSvg(told))
      .filter(({ tag }) => tag !== 'style')
      .map(({ text }) => text)
      .join('\n')
    for (const { name, formula } of [...FORWARD, ...BACKWARD]) {
      expect(words).not.toContain(`${name} = `)
      if (formula !== 'dout') expect(words).not.toContain(formula)
    }
    expect(words).not.toMatch(/\d\.\d/)
    expect(draw({ draw: 'verdict', ...request })).toContain('dx = dx1 + dx2')
  })

  test('leaves out the running statistics, which are not in the circuit', () => {
    const running = { convention: 'torch', mean: [0, 0], var: [1, 1] }
    const submitted = { running_mean: [0.4, 0.5] }
    expect(draw({ draw: 'verdict', ...LAYER, running, submitted })).not.toContain(
      'running_mean wrong',
    )
  })
})

describe('a figure of a curve', () => {
  test('is that of the sweep with the same wishes', () => {
    const wishes = { ...LAYER, seed: 7, points: 5, from: 0.01, to: 1e-9 }
    const sweep = post(gradientCheckSweep, wishes) as Sweep
    expect(draw({ draw: 'curve', ...wishes })).toBe(curveFigure(sweep))
    expect(draw({ draw: 'curve', ...wishes, of: 'dgamma' })).toBe(
      curveFigure(sweep, { of: 'dgamma' }),
    )
  })

  test('is refused where the sweep would cost too much', () => {
    const body = Buffer.from(JSON.stringify({ draw: 'curve', ...LAYER }))
    const limits = { ...LIMITS, checkWork: 100 }
    const { code } = refusal(() =>
      execute(figure, { body, contentType: 'application/json' }, limits),
    )
    expect(code).toBe('too-much-work')
  })
})

describe('what makes no sense for a drawing', () => {
  test.each<[draw: string, fields: object, faults: string[]]>([
    ['values', { seed: 1, submitted: {} }, ['submitted', 'seed']],
    ['values', { reveal: false }, ['reveal']],
    ['curve', { tolerance: {}, submittedDtype: 'float32' }, ['submittedDtype', 'tolerance']],
    [
      'verdict',
      { submitted: { mu: [4, 5] }, of: 'dx', points: 5, hUnit: 'sqrtvar' },
      ['of', 'points', 'hUnit'],
    ],
    ['verdict', {}, ['submitted']],
    ['verdict', { submitted: {} }, ['submitted']],
    ['picture', {}, ['draw']],
  ])('%s with %j is refused by name', (kind, fields, faults) => {
    expect(refused({ draw: kind, ...LAYER, ...fields })).toEqual(['invalid', ...faults])
  })
})

test('an archive asks for the same figure', () => {
  const request = { draw: 'verdict', ...BATCH, submitted: FORGETFUL }
  expect(answer(npzOf(request), 'application/x-npz')).toBe(draw(request))
})

test('what is submitted is never written into the figure', () => {
  const submitted = { mu: '<script>alert(1)</script>', dx: { '"><b>': 1 } }
  const svg = draw({ draw: 'verdict', ...BATCH, submitted })
  expect(svg).not.toMatch(/script|<b>|alert/)
  parseSvg(svg)
})

test('the circuit alone is not a drawing of this operation, and looks like none of them', () => {
  expect(draw({ draw: 'values', ...LAYER })).not.toBe(circuitFigure())
})
