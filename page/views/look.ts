import { h } from 'preact'
import { BACKWARD, FORWARD, INPUTS } from '../../src/core/graph.ts'
import { Numbers } from '../numbers/numbers.ts'
import { short } from '../numbers/words.ts'
import { normOf, type Results } from '../service/results.ts'

const ABOUT: ReadonlyMap<string, string> = new Map([
  ...INPUTS.map(({ name, about }) => [name, about] as const),
  ...[...FORWARD, ...BACKWARD].map(({ name, formula }) => [name, `${name} = ${formula}`] as const),
])

/** What the way forward makes and takes is always there. */
export const NO_WAY_BACK =
  'There are no numbers for it: the way back needs dout, the gradient from above.'

/** The numbers of the value that was chosen on the circuit, whatever the step. */
export function Look({
  name,
  results,
  channel,
  onClose,
}: {
  name: string
  results: Results | undefined
  channel: number | undefined
  onClose: () => void
}) {
  const value = results?.values.get(name)
  if (!ABOUT.has(name)) return null
  return h(
    'article',
    { class: 'look', 'aria-label': `The numbers of ${name}` },
    h(
      'header',
      {},
      h('h2', {}, h('code', {}, name)),
      h('p', {}, ABOUT.get(name)),
      h('button', { type: 'button', 'aria-label': `Close ${name}`, onClick: onClose }, '\u00d7'),
    ),
    value && results
      ? [
          h(Numbers, { name, value, layout: results.inputs.layout, channel }),
          h('p', { class: 'aside' }, `2-norm ${short(normOf(value))}`),
        ]
      : h('p', { class: 'aside' }, results ? NO_WAY_BACK : 'There are no numbers yet.'),
  )
}
