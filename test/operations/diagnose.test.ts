import { describe, expect, test } from 'vitest'
import { diagnose } from '../../routes/diagnose.ts'
import { inputs } from '../../routes/inputs.ts'
import { linesOf, wireName } from '../../src/core/diagnosis/lines.ts'
import { MISTAKES } from '../../src/core/diagnosis/mistakes.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import { LIMITS, post, postBackward, postForward, refusal } from '../support/client.ts'

interface Value {
  readonly verdict: string
  readonly detail?: string
  readonly maxUlp?: number
  readonly failing?: number
  readonly channels?: number[]
  readonly worst?: { readonly index: number[] }
}

interface Answer {
  readonly verdict: string
  readonly submittedDtype: string
  readonly firstWrong: {
    readonly pass: string
    readonly step: number
    readonly name: string
  } | null
  readonly backwardFollows: boolean | null
  readonly values: Record<string, Value>
  readonly causes: { readonly id: string; readonly confidence: number; readonly wrong?: string }[]
  readonly groups: { readonly alternatives: string[][]; readonly decidedBy: string | null }[]
  readonly fit?: { readonly a: number[]; readonly b: number[]; readonly c: number[] }
  readonly hints: { readonly level: number; readonly text: string }[]
  readonly hidden: string[]
  readonly warnings: { readonly code: string }[]
}

const look = (request: object) => post(diagnose, request) as Answer
const refused = (request: object) => {
  const { code, faults } = refusal(() => look(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

type Drawn = Record<string, unknown> & { readonly x: number[][] }

/** Inputs that tell mistakes apart, and every right value for them. */
function lesson(shape = [9, 4], seed = 1) {
  const drawn = post(inputs, { shape, seed }) as Drawn
  const { x, gamma, beta, eps, dout, running } = drawn
  const given = { x, gamma, beta, eps, dout }
  const forward = postForward({
    ...drawn,
    ...{ x, gamma, beta, eps, running },
    kind: undefined,
    dout: undefined,
    seed: undefined,
    warnings: undefined,
    include: ['steps'],
  } as never)
  const backward = postBackward({ ...given, include: ['steps'] } as never)
  return { given, right: { ...forward.steps, ...backward.steps } as Record<string, never> }
}

const { given, right } = lesson()

describe('what is submitted', () => {
  test('is right as the other operations return it, all 23 values of it', () => {
    const { verdict, values, firstWrong, causes, hints, hidden } = look({
      ...given,
      submitted: right,
    })
    expect({ verdict, firstWrong, causes, hints, hidden }).toEqual({
      verdict: 'correct',
      firstWrong: null,
      causes: [],
      hints: [],
      hidden: [],
    })
    expect(Object.keys(values)).toEqual(
      linesOf('train', { running: false, backward: true }).map(({ name }) => wireName(name)),
    )
    for (const { verdict, maxUlp } of Object.values(values))
      expect([verdict, maxUlp]).toEqual(['correct', 0])
  })

  test('may keep the axes of its sums, and need not repeat what is the same for every example', () => {
    const { mu, dgamma, dvar, dsq } = right as unknown as Record<string, number[]>
    const row = (dsq as unknown as number[][])[0]
    const kept = { mu: [mu], dgamma: [dgamma], dvar: dvar?.map((v) => [v]), dsq: row }
    const { values } = look({ ...given, submitted: kept })
    for (const name of ['mu', 'dgamma', 'dvar', 'dsq'])
      expect(values[name]?.verdict).toBe('correct')
  })

  test('may come as the rows of images, inside a spatial layer', () => {
    const images = lesson([3, 4, 2, 2])
    const { xhat } = images.right as unknown as { xhat: number[][][][] }
    const rows = xhat.flatMap((image) =>
      [0, 1].flatMap((h) => [0, 1].map((w) => image.map((channel) => channel[h]?.[w]))),
    )
    const { values } = look({ ...images.given, submitted: { xhat: rows } })
    expect(values['xhat']?.verdict).toBe('correct')
  })

  test.each([
    ['ragged', { dgamma: [[1, 2], [3]] }, 'shape', 'is ragged: its rows have different lengths'],
    ['a word', { dgamma: 'soon' }, 'shape', 'is no number but the text "soon"'],
    ['a truth value', { dgamma: true }, 'shape', 'is no number'],
    [
      'an error of several lines, and long',
      { dgamma: `Traceback\n${'x'.repeat(500)}` },
      'shape',
      `is no number but the text "Traceback ${'x'.repeat(90)}..."`,
    ],
    [
      'words in an array',
      { dgamma: [1, 'two', 3, 4] },
      'shape',
      'holds something that is no number at [1]',
    ],
    ['empty', { dgamma: [] }, 'shape', 'is empty'],
    [
      'nested without end',
      { dgamma: JSON.parse(`${'['.repeat(99)}1${']'.repeat(99)}`) },
      'shape',
      'is nested deeper than 8 arrays',
    ],
    ['too long', { dgamma: [1, 2, 3, 4, 5] }, 'shape', 'has shape (5,), expected (4,)'],
    ['a single number', { dgamma: 3 }, 'shape', 'has shape (), expected (4,)'],
    ['not a number', { dgamma: [1, null, 3, 4] }, 'not-finite', 'is NaN, Infinity or null at [1]'],
    ['infinite, spelled', { dgamma: [1, 2, '-Infinity', 4] }, 'not-finite', 'is -Infinity at [2]'],
  ])('is a result when it is %s', (_, submitted, verdict, detail) => {
    const { values, verdict: all } = look({ ...given, submitted })
    expect([all, values['dgamma']]).toMatchObject(['wrong', { verdict, detail }])
  })

  test('may hold NaN and Infinity as Python writes them, and strings that say so are left alone', () => {
    const body = JSON.stringify({
      ...given,
      submitted: { dbeta: ['@', 2, 3, 4], dgamma: 'NaN' },
    }).replace('"@"', '-Infinity')
    const message = { body: Buffer.from(body), contentType: 'application/json' }
    const { values } = JSON.parse(whole(execute(diagnose, message, LIMITS)).toString()) as Answer
    expect(values).toMatchObject({
      dbeta: { verdict: 'not-finite' },
      dgamma: { verdict: 'not-finite' },
    })
  })

  test.each([
    ['nothing', { submitted: {} }, ['invalid', 'submitted']],
    ['nothing yet', { submitted: { dx: null } }, ['invalid', 'submitted']],
    ['a name that there is not', { submitted: { dX: 1 } }, ['invalid', 'submitted.dX']],
    ['a gradient without dout', { dout: undefined, submitted: { dx: 1 } }, ['missing', 'dout']],
    [
      'running statistics without those before',
      { submitted: { running_mean: 1 } },
      ['missing', 'running'],
    ],
    ['NaN in the inputs', { gamma: [1, null, 3, 4], submitted: { dx: 1 } }, ['invalid', 'gamma.1']],
  ])('is refused when it is %s', (_, request, expected) => {
    expect(refused({ ...given, ...request })).toEqual(expected)
  })

  test('is not there when it is null, as what a function returns that is not written yet', () => {
    expect(look({ ...given, submitted: { ...right, dx: null } })).toMatchObject({
      verdict: 'correct',
      values: { dx: { verdict: 'missing' } },
    })
  })

  test('is refused when looking at it would cost too much', () => {
    const request = { x: Array.from({ length: 20 }, () => Array(12).fill(1)), submitted: { mu: 1 } }
    const message = { body: Buffer.from(JSON.stringify(request)), contentType: 'application/json' }
    const { code, faults } = refusal(() =>
      execute(diagnose, message, { ...LIMITS, checkWork: 1000 }),
    )
    expect([code, faults[0]?.path]).toEqual(['too-much-work', ['x']])
  })
})

describe('one slip', () => {
  /** A forward pass with the unbiased variance, all that follows computed rightly from it. */
  const { var: variance } = right as unknown as { var: number[] }
  const n = given.x.length
  const slip = variance.map((v) => (v * n) / (n - 1))
  const root = slip.map((v) => Math.sqrt(v + (given.eps as number)))

  test('is one wrong step: what comes after follows', () => {
    const submitted = { mu: right['mu'], var: slip, sqrtvar: root, ivar: root.map((v) => 1 / v) }
    const { values, firstWrong, causes } = look({ ...given, submitted })
    expect(
      Object.fromEntries(
        Object.entries(values).flatMap(([name, { verdict }]) =>
          verdict === 'missing' ? [] : [[name, verdict]],
        ),
      ),
    ).toEqual({ mu: 'correct', var: 'wrong', sqrtvar: 'follows', ivar: 'follows' })
    expect(firstWrong).toEqual({ pass: 'forward', step: 4, name: 'var' })
    expect(causes).toMatchObject([
      { id: 'unbiased-variance', confidence: 1, wrong: 'var = sum(sq) / (N - 1)' },
    ])
  })

  test('of the forward pass explains the backward pass, or does not', () => {
    const wrongForward = {
      out: (right['out'] as unknown as number[][]).map((row) => row.map((v) => v + 1)),
    }
    expect(
      look({ ...given, submitted: { ...wrongForward, dbeta: right['dbeta'] } }).backwardFollows,
    ).toBe(true)
    expect(
      look({ ...given, submitted: { ...wrongForward, dbeta: [1, 2, 3, 4] } }).backwardFollows,
    ).toBe(false)
    expect(look({ ...given, submitted: { dbeta: [1, 2, 3, 4] } }).backwardFollows).toBe(null)
  })

  test.each([
    [3e-3, 'sqrtvar = sqrt(var + 0.003)'],
    [0.0314159, 'sqrtvar = sqrt(var + 0.0314159'],
  ])('with an eps of its own names it: %d', (k, wrong) => {
    const xmu = right['xmu'] as unknown as number[][]
    const xhat = xmu.map((row) => row.map((v, j) => v / Math.sqrt((variance[j] as number) + k)))
    const { causes } = look({ ...given, submitted: { xhat } })
    expect(causes[0]?.id).toBe('eps-of-its-own')
    expect(causes[0]?.wrong?.startsWith(wrong)).toBe(true)
  })

  test('in dx alone shows in its three terms: 1, -1, -1 would be right', () => {
    const { ivar, dxhat, xhat } = right as unknown as {
      ivar: number[]
      dxhat: number[][]
      xhat: number[][]
    }
    const terms = (a: number, b: number, c: number) =>
      dxhat.map((row, i) =>
        row.map((g, j) => {
          const column = dxhat.map((each) => each[j] as number)
          const mean = column.reduce((sum, v) => sum + v, 0) / n
          const pull = column.reduce((sum, v, k) => sum + v * (xhat[k]?.[j] as number), 0) / n
          return (ivar[j] as number) * (a * g + b * mean + c * (xhat[i]?.[j] as number) * pull)
        }),
      )
    const { fit, causes } = look({ ...given, submitted: { dx: terms(1, -1, 3.25) } })
    for (const [name, factor] of [
      ['a', 1],
      ['b', -1],
      ['c', 3.25],
    ] as const) {
      for (const found of fit?.[name] ?? []) expect(found).toBeCloseTo(factor, 10)
    }
    expect(causes).toEqual([])
    expect(look({ ...given, submitted: { dx: terms(1, 0, -1) } }).causes[0]?.id).toBe(
      'mean-branch-dropped',
    )
  })
})

describe('causes that can not be told apart', () => {
  const shared = { ...given, submitted: {} }
  const { divar, dxhat, xhat } = right as unknown as {
    divar: number[]
    dxhat: number[][]
    xhat: number[][]
  }
  const wrongDivar = divar.map((_, j) =>
    dxhat.reduce((sum, row, i) => sum + (row[j] as number) * (xhat[i]?.[j] as number), 0),
  )

  /** dx with divar summed over dxhat * xhat, by the closed form. */
  const { ivar } = right as unknown as { ivar: number[] }
  const dx = dxhat.map((row, i) =>
    row.map((g, j) => {
      const u = ivar[j] as number
      const mean = dxhat.reduce((sum, each) => sum + (each[j] as number), 0) / given.x.length
      return (
        u * (g - mean) -
        u ** 2 * (xhat[i]?.[j] as number) * ((wrongDivar[j] as number) / given.x.length)
      )
    }),
  )

  test('come as a group, which says what would decide; and with that value there is one left', () => {
    const { causes, groups } = look({ ...shared, submitted: { dx } })
    expect(groups).toHaveLength(1)
    expect(groups[0]?.alternatives.flat().sort()).toEqual([
      'divar-with-xhat',
      'power-of-minus-two',
      'square-with-xhat',
    ])
    expect(causes.map(({ confidence }) => confidence)).toEqual([1 / 3, 1 / 3, 1 / 3])
    expect(groups[0]?.decidedBy).toBe('divar')

    const decided = look({ ...shared, submitted: { dx, divar: wrongDivar } })
    expect(decided.groups).toEqual([])
    expect(decided.causes.map(({ id }) => id)).toEqual(['divar-with-xhat'])
  })
})

describe('precision', () => {
  const single = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(single) : Math.fround(value as number)
  const rounded = Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name, single(value)]),
  )

  test('is float64 where there is no number to tell by', () => {
    expect(look({ ...given, submitted: { dx: 'words' } }).submittedDtype).toBe('float64')
  })

  test('is seen: float32 is right as float32', () => {
    const { verdict, submittedDtype } = look({ ...given, submitted: rounded })
    expect([verdict, submittedDtype]).toEqual(['correct', 'float32'])
  })

  test('that falls short of what is claimed is no mistake', () => {
    const { verdict, values, causes } = look({
      ...given,
      submitted: rounded,
      submittedDtype: 'float64',
    })
    expect([verdict, causes]).toEqual(['precision', []])
    expect(values['out']?.verdict).toBe('precision')
  })

  test('of what was copied from a screen is that of its decimals', () => {
    const printed = (digits: number) => {
      const shown = (value: unknown): unknown =>
        Array.isArray(value) ? value.map(shown) : Number((value as number).toFixed(digits))
      return Object.fromEntries(Object.entries(right).map(([name, value]) => [name, shown(value)]))
    }
    for (const digits of [4, 6, 8]) {
      const { verdict, causes } = look({ ...given, submitted: printed(digits) })
      expect([digits, verdict, causes]).toEqual([digits, 'precision', []])
    }
    expect(look({ ...given, submitted: printed(2) }).verdict).toBe('wrong')
    const { dx } = printed(6) as { dx: number[][] }
    const slipped = dx.map((row, i) => row.map((v, j) => (i + j === 0 ? v + 1e-3 : v)))
    expect(look({ ...given, submitted: { dx: slipped } }).verdict).toBe('wrong')
  })

  test('is none that zeros have, however small they should be', () => {
    const dout = (given.dout as number[][]).map((row) => row.map((v) => v * 1e-9))
    const submitted = { dx: given.x.map((row) => row.map(() => 0)) }
    const { verdict, causes } = look({ ...given, dout, submitted })
    expect([verdict, causes.map(({ id }) => id)]).toEqual(['wrong', ['dx-left-at-zero']])
  })

  test('may be whatever a tolerance allows', () => {
    const near = { dbeta: (right['dbeta'] as unknown as number[]).map((v) => v * (1 + 1e-4)) }
    expect(look({ ...given, submitted: near }).verdict).toBe('wrong')
    expect(look({ ...given, submitted: near, tolerance: { rtol: 1e-3 } }).verdict).toBe('correct')
    expect(look({ ...given, submitted: near, tolerance: { rtol: 1e-5 } }).verdict).toBe('wrong')
  })
})

describe('in front of students', () => {
  const zeros = { submitted: { dx: given.x.map((row) => row.map(() => 0)) } }

  test('hints go as far as is asked', () => {
    for (const hints of [0, 1, 2, 3]) {
      expect(look({ ...given, ...zeros, hints }).hints.map(({ level }) => level)).toEqual(
        [1, 2, 3].slice(0, hints),
      )
    }
  })

  test('nothing that is not to be revealed is in the reply: no number, no formula, no title', () => {
    const text = JSON.stringify(look({ ...given, ...zeros, reveal: false }))
    const truths = JSON.stringify(right).match(/-?\d+\.\d{6,}/g) ?? []
    expect(truths.length).toBeGreaterThan(300)
    for (const truth of truths) expect(text).not.toContain(truth.replace('-', '').slice(0, 8))
    const formulas = linesOf('train', { running: true, backward: true }).map(
      ({ formula }) => formula,
    )
    for (const formula of formulas.filter((each) => each.length > 8))
      expect(text).not.toContain(formula)
    for (const { title } of MISTAKES) expect(text).not.toContain(title)
  })
})

describe('inputs that hide mistakes', () => {
  test('are told from those that do not, by what they hide', () => {
    const ones = { ...given, gamma: [1, 1, 1, 1], submitted: { out: right['out'] } }
    const { warnings, hidden } = look(ones)
    expect(warnings.map(({ code }) => code)).toEqual(['gamma-ones'])
    expect(hidden).toEqual(
      expect.arrayContaining([
        'gamma-missing',
        'gamma-twice',
        'gamma-forgotten',
        'dbeta-scaled-by-gamma',
      ]),
    )
    expect(hidden).not.toContain('beta-forgotten')
    expect(look({ ...given, submitted: { out: right['out'] } }).warnings).toEqual([])
  })
})

describe('running statistics', () => {
  const before = { convention: 'cs231n', mean: [1, 2, 3, 4], var: [4, 3, 2, 1], momentum: 0.9 }
  const { mu, var: variance } = right as unknown as { mu: number[]; var: number[] }
  const mixed = (keep: number) => ({
    running_mean: mu.map((v, j) => keep * (before.mean[j] as number) + (1 - keep) * v),
    running_var: variance.map((v, j) => keep * (before.var[j] as number) + (1 - keep) * v),
  })

  test.each([
    ['right', 0.9, []],
    ["those of another framework's momentum", 0.1, ['momentum-swapped']],
    ['those of another momentum, which is found', 0.7, ['momentum-of-its-own']],
  ])('are %s', (_, keep, ids) => {
    const { causes } = look({ ...given, running: before, submitted: mixed(keep) })
    expect(causes.map(({ id }) => id)).toEqual(ids)
  })
})
