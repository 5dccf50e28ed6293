import {
  add,
  type Conditioned,
  difference,
  div,
  given,
  mul,
  negate,
  sqrt,
  sub,
  sum,
} from './conditioned.ts'

/**
 * The exact values of Batch Normalization, forward and backward, written by hand from the post's steps; nothing of
 * src/ is used. Matrices (N,D) are row-major lists, vectors (D) lists, as are the results. N is the number of rows.
 */

/** What goes in: x (N,D), gamma and beta (D), eps (); evaluation when running statistics (D) are given. */
export interface Inputs {
  readonly x: readonly number[]
  readonly gamma: readonly number[]
  readonly beta: readonly number[]
  readonly eps: number
  readonly running?: { readonly mean: readonly number[]; readonly var: readonly number[] }
}

/** What the backward pass reads besides dout: xhat, xmu (N,D), gamma, ivar, sqrtvar, var (D), eps (). */
export type Cache<T> = Readonly<
  Record<'xhat' | 'gamma' | 'xmu' | 'ivar' | 'sqrtvar' | 'var' | 'eps', readonly T[]>
>

/** The nine values of the forward pass: (N,D) or (D). */
export function exactForward({ x, gamma, beta, eps, running }: Inputs) {
  return byChannel(gamma.length, (j) =>
    forwardOf(
      column(x, j, gamma.length).map(given),
      given(gamma[j] as number),
      given(beta[j] as number),
      given(eps),
      running && { mean: given(running.mean[j] as number), var: given(running.var[j] as number) },
    ),
  )
}

/** One channel, steps 1 to 9: x (N), all else (). */
function forwardOf(
  x: readonly Conditioned[],
  gamma: Conditioned,
  beta: Conditioned,
  eps: Conditioned,
  running: { mean: Conditioned; var: Conditioned } | undefined,
) {
  const N = given(x.length)
  const mean = (values: readonly Conditioned[]) => div(sum(values), N)

  const mu = running?.mean ?? mean(x)
  const xmu = x.map((xi) => {
    // What cancels in x - mu are the distances between the x, wherever on the axis they all are.
    const distances = running ? difference(xi, mu) : mean(x.map((xk) => difference(xi, xk)))
    return { value: sub(xi, mu).value, scale: distances.scale }
  })
  const sq = xmu.map((v) => mul(v, v))
  const variance = running?.var ?? mean(sq)
  const sqrtvar = sqrt(add(variance, eps))
  const ivar = div(given(1), sqrtvar)
  const xhat = xmu.map((v) => mul(v, ivar))
  const gammax = xhat.map((v) => mul(gamma, v))
  const out = gammax.map((v) => add(v, beta))
  return { mu: [mu], xmu, sq, var: [variance], sqrtvar: [sqrtvar], ivar: [ivar], xhat, gammax, out }
}

/** The fourteen values of the backward pass, (N,D) or (D), for dout (N,D) and the numbers in the cache. */
export function exactBackward(
  dout: readonly number[],
  cache: Cache<Conditioned>,
  mode: 'train' | 'eval',
) {
  const d = cache.gamma.length
  return byChannel(d, (j) => {
    const at = (name: keyof Cache<Conditioned>) => cache[name][j] as Conditioned
    return backwardOf(
      column(dout, j, d).map(given),
      {
        xhat: column(cache.xhat, j, d),
        xmu: column(cache.xmu, j, d),
        gamma: at('gamma'),
        ivar: at('ivar'),
        sqrtvar: at('sqrtvar'),
        var: at('var'),
        eps: cache.eps[0] as Conditioned,
      },
      mode,
    )
  })
}

/** One channel, steps 9 to 0: dout, xhat, xmu (N), all else (). In evaluation nothing passes through the statistics. */
function backwardOf(
  dout: readonly Conditioned[],
  cache: Record<'xhat' | 'xmu', readonly Conditioned[]> &
    Record<'gamma' | 'ivar' | 'sqrtvar' | 'var' | 'eps', Conditioned>,
  mode: 'train' | 'eval',
) {
  const { xhat, xmu, gamma, ivar, sqrtvar, eps } = cache
  const N = given(dout.length)
  const everyRow = (value: Conditioned) => dout.map(() => value)
  const inTraining = (value: Conditioned) => (mode === 'train' ? value : given(0))

  const dbeta = sum(dout)
  const dgammax = dout
  const dgamma = sum(times(dgammax, xhat))
  const dxhat = dgammax.map((g) => mul(g, gamma))
  const divar = sum(times(dxhat, xmu))
  const dxmu1 = dxhat.map((g) => mul(g, ivar))
  const dsqrtvar = mul(div(given(-1), mul(sqrtvar, sqrtvar)), divar)
  const dvar = mul(div(given(0.5), sqrt(add(cache.var, eps))), dsqrtvar)
  const dsq = everyRow(inTraining(div(dvar, N)))
  const dxmu2 = times(xmu, dsq).map((g) => mul(given(2), g))
  const dx1 = dxmu1.map((g, i) => add(g, dxmu2[i] as Conditioned))
  const dmu = negate(sum(dx1))
  const dx2 = everyRow(inTraining(div(dmu, N)))
  const dx = dx1.map((g, i) => add(g, dx2[i] as Conditioned))
  return {
    dbeta: [dbeta],
    dgammax,
    dgamma: [dgamma],
    dxhat,
    divar: [divar],
    dxmu1,
    dsqrtvar: [dsqrtvar],
    dvar: [dvar],
    dsq,
    dxmu2,
    dx1,
    dmu: [dmu],
    dx2,
    dx,
  }
}

/** The cache of an exact forward pass. */
export function exactCache(
  { xhat, xmu, ivar, sqrtvar, var: variance }: ReturnType<typeof exactForward>,
  { gamma, eps }: Inputs,
): Cache<Conditioned> {
  return { xhat, gamma: gamma.map(given), xmu, ivar, sqrtvar, var: variance, eps: [given(eps)] }
}

/** A cache of float64 numbers, each as given; its sqrtvar need not be the root of its var + eps. */
export function givenCache(cache: Cache<number>): Cache<Conditioned> {
  const lists = Object.entries(cache).map(([name, numbers]) => [name, numbers.map(given)])
  return Object.fromEntries(lists) as Cache<Conditioned>
}

/** A running statistic after a batch: keep * old + (1 - keep) * batch. */
export function exactRunning(keep: number, old: number, batch: Conditioned): Conditioned {
  const share = difference(given(1), given(keep))
  return add(mul(given(keep), given(old)), mul(share, batch))
}

/** The products of two lists, (N) each. */
function times(a: readonly Conditioned[], b: readonly Conditioned[]): Conditioned[] {
  return a.map((v, i) => mul(v, b[i] as Conditioned))
}

/** Column j of a row-major list (N,D), or entry j of a list (D): a list (N) or (1). */
function column<T>(list: readonly T[], j: number, d: number): T[] {
  return list.filter((_, k) => k % d === j)
}

/** The values of D channels, each list (N) or (1), as row-major lists (N,D) or (D). */
function byChannel<Name extends string>(
  d: number,
  channel: (j: number) => Record<Name, readonly Conditioned[]>,
): Record<Name, readonly Conditioned[]> {
  const channels = Array.from({ length: d }, (_, j) => channel(j))
  const names = Object.keys(channels[0] as object) as Name[]
  const rowMajor = (name: Name) => {
    const rows = channels[0]?.[name].map((_, i) => i) ?? []
    return rows.flatMap((i) => channels.map((values) => values[name][i] as Conditioned))
  }
  const lists = names.map((name) => [name, rowMajor(name)])
  return Object.fromEntries(lists) as Record<Name, readonly Conditioned[]>
}
