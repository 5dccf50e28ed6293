import { h, render } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { Numbers } from '../numbers/numbers.ts'
import type { Results } from '../service/results.ts'
import type { Moment } from '../state/moments.ts'

/** The cards as the server wrote them, formulas and all. */
const CARDS = (document.getElementById('cards') as HTMLTemplateElement).content

/** The card of a step, with the numbers that go into it and come out of it. */
export function Card({
  moment,
  results,
  channel,
}: {
  moment: Moment
  results: Results | undefined
  channel: number | undefined
}) {
  const place = useRef<HTMLDivElement>(null)
  const card = useMemo(
    () => CARDS.querySelector(`[data-step="${moment.step}"]`)?.cloneNode(true) as HTMLElement,
    [moment.step],
  )
  useLayoutEffect(() => {
    place.current?.replaceChildren(card)
    return () => {
      for (const output of outputsIn(card)) render(null, output)
    }
  }, [card])
  useLayoutEffect(() => {
    card.dataset['pass'] = moment.pass
    card.dataset['mode'] = results?.inputs.mode ?? 'train'
    for (const output of outputsIn(card)) {
      const name = output.dataset['value'] ?? ''
      const value = results?.values.get(name)
      const layout = results?.inputs.layout
      output.classList.toggle('empty', !value)
      render(value && layout ? h(Numbers, { name, value, layout, channel }) : null, output)
    }
  })
  return h('div', { class: 'card-place', ref: place })
}

function outputsIn(card: Element): HTMLElement[] {
  return [...card.querySelectorAll<HTMLElement>('output[data-value]')]
}
