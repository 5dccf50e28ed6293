import { h } from 'preact'
import type { Moment } from '../state/moments.ts'
import { NO_WAY_BACK } from './look.ts'
import { ProblemNote } from './problem-note.ts'
import type { Circuit } from './use-circuit.ts'

/** What the service has to say about the inputs. */
export function Notes({
  circuit,
  moment,
  isLink,
}: {
  circuit: Circuit
  moment: Moment
  isLink: boolean
}) {
  const { problem, results, faults } = circuit
  const fault = Object.values(faults)[0]
  return h(
    'div',
    { class: 'notes', 'aria-live': 'polite' },
    fault ? h('p', { class: 'fault' }, fault) : problem && h(ProblemNote, { problem }),
    results?.warnings.map(({ code, detail }) => h('p', { key: code, class: 'warning' }, detail)),
    moment.pass === 'backward' &&
      results &&
      !results.inputs.dout &&
      h('p', { class: 'aside' }, NO_WAY_BACK),
    !isLink &&
      h(
        'p',
        { class: 'aside' },
        'These numbers are too many for a link: the address keeps the last state that was one.',
      ),
  )
}
