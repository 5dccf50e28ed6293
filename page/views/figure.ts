import { h } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { inputsOf } from '../../src/core/circuit.ts'
import { circuitFigure, type FigureVerdict } from '../../src/core/figure.ts'
import { normOf, type Results } from '../service/results.ts'
import { MOMENTS, type Moment, placeOf, placeOfValue } from '../state/moments.ts'

export type Verdicts = Readonly<Record<string, FigureVerdict>>

/** What the figure shows of the values: their shapes and norms. */
export function drawnOf(results: Results | undefined) {
  if (!results) return {}
  const values = Object.fromEntries(
    [...results.values].map(([name, value]) => [name, { shape: value.shape, norm: normOf(value) }]),
  )
  return { values }
}

/**
 * The circuit, what has been made so far in full and the rest pale. Every value can be chosen: by pointer, or with the
 * arrow keys once one has the focus.
 */
export function Figure({
  results,
  verdicts,
  moment,
  look,
  onLook,
}: {
  results: Results | undefined
  verdicts: Verdicts | undefined
  moment: Moment
  look: string | undefined
  onLook: (name: string) => void
}) {
  const frame = useRef<HTMLDivElement>(null)
  const svg = useMemo(
    () => circuitFigure({ ...drawnOf(results), ...(verdicts && { verdicts }), bare: true }),
    [results, verdicts],
  )
  useLayoutEffect(() => {
    for (const node of nodesIn(frame.current).values()) {
      node.setAttribute('role', 'button')
      node.setAttribute('aria-label', spoken(node))
    }
    frame.current?.querySelector('svg')?.setAttribute('role', 'group')
  }, [svg])
  useLayoutEffect(() => {
    const nodes = nodesIn(frame.current)
    const focus = look !== undefined && nodes.has(look) ? look : moment.makes[0]?.name
    for (const [name, node] of nodes) {
      for (const [kind, isSo] of Object.entries(kindsOf(name, moment)))
        node.classList.toggle(kind, isSo)
      node.classList.toggle('at-look', name === look)
      node.setAttribute('aria-pressed', `${name === look}`)
      node.setAttribute('tabindex', name === focus ? '0' : '-1')
    }
    for (const arrow of frame.current?.querySelectorAll<SVGElement>('path.forward[data-to]') ??
      []) {
      const to = arrow.getAttribute('data-to') ?? ''
      for (const [kind, isSo] of Object.entries(kindsOf(to, moment)))
        arrow.classList.toggle(kind, isSo)
    }
  }, [svg, moment, look])
  useEffect(() => reveal(frame.current, moment), [moment])

  const onKeyDown = (event: KeyboardEvent) => {
    const name = nameOf(event.target)
    if (name === undefined) return
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    const nodes = nodesIn(frame.current)
    const order = ORDER.filter((each) => nodes.has(each))
    const next = order[(order.indexOf(name) + (step ?? 0) + order.length) % order.length] as string
    onLook(next)
    nodes.get(next)?.focus()
  }
  return h('div', {
    ref: frame,
    class: verdicts ? 'circuit-frame judged' : 'circuit-frame',
    onKeyDown,
    onClick: ({ target }: MouseEvent) => {
      const name = nameOf(target)
      if (name !== undefined) onLook(name)
    },
    dangerouslySetInnerHTML: { __html: svg },
  })
}

/** Every value in the order it comes to be, the inputs before all. */
const ORDER = [
  ...['x', 'gamma', 'beta', 'eps'],
  ...MOMENTS.flatMap(({ pass, step, makes }) => [
    ...(pass === 'backward' && step === 9 ? ['dout'] : []),
    ...makes.map(({ name }) => name),
  ]),
]

function nodesIn(frame: Element | null): Map<string, SVGElement> {
  const all = [...(frame?.querySelectorAll<SVGElement>('svg g[id]') ?? [])]
  return new Map(all.filter(({ id }) => ORDER.includes(id)).map((node) => [node.id, node]))
}

/** What a node says to whoever hears it: the words that stand in it, then the formula. */
function spoken(node: Element): string {
  const words = [...node.querySelectorAll('text')].map(({ textContent }) => textContent)
  return `${words.join(' ')}; ${node.querySelector('title')?.textContent}`
}

function nameOf(target: EventTarget | null): string | undefined {
  const id = target instanceof Element ? target.closest('g[id]')?.id : undefined
  return id !== undefined && ORDER.includes(id) ? id : undefined
}

/** What a value is at a moment: made now, read for it, or not there yet. */
function kindsOf(name: string, moment: Moment): Record<string, boolean> {
  const made = placeOfValue(name)
  const now = moment.makes.some((value) => value.name === name)
  const isLater = name === 'dout' ? moment.pass === 'forward' : (made ?? -1) > placeOf(moment.id)
  return {
    'at-now': now,
    'at-read': !now && moment.makes.some((value) => inputsOf(value).includes(name)),
    'at-later': isLater,
  }
}

/** On a narrow screen the figure is wider than its frame: brings the step into it. */
function reveal(frame: HTMLElement | null, { makes }: Moment): void {
  const node = frame?.querySelector(`#${makes[0]?.name}`)
  if (!frame || !node || frame.scrollWidth <= frame.clientWidth) return
  const [inside, outside] = [node.getBoundingClientRect(), frame.getBoundingClientRect()]
  const middle = inside.left - outside.left + inside.width / 2
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  frame.scrollBy({ left: middle - outside.width / 2, behavior: isCalm ? 'auto' : 'smooth' })
}
