import { h } from 'preact'
import { EXAMPLE_NAMES, EXAMPLES, isExample } from '../state/examples.ts'
import type { State } from '../state/state.ts'
import type { Change } from '../views/use-state.ts'

/** What to begin with: an example, or inputs from a seed. */
export function Beginnings({ state, change }: { state: State; change: Change }) {
  const { source } = state
  const begin = (next: State['source']) =>
    change({ source: next, edits: {}, channel: undefined, submitted: {}, hints: 0 })
  const drawn = 'seed' in source ? source : { seed: 231, shape: '9,4' }
  const chosen = 'example' in source ? source.example : ''
  return h(
    'div',
    { class: 'beginnings' },
    h(
      'label',
      {},
      'Example',
      h(
        'select',
        {
          value: chosen,
          onChange: ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) => {
            if (isExample(value)) begin({ example: value })
            else begin(drawn)
          },
        },
        EXAMPLE_NAMES.map((name) => h('option', { key: name, value: name }, EXAMPLES[name].title)),
        h('option', { value: '' }, 'From a seed'),
      ),
    ),
    'example' in source
      ? h('p', { class: 'aside' }, EXAMPLES[source.example].about)
      : h(
          'div',
          { class: 'pair' },
          h(
            'label',
            {},
            'Seed',
            h('input', {
              type: 'number',
              min: 0,
              max: 2 ** 32 - 1,
              required: true,
              value: source.seed,
              onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
                if (currentTarget.reportValidity())
                  begin({ ...source, seed: Number(currentTarget.value) })
              },
            }),
          ),
          h(
            'label',
            {},
            'Shape of x',
            h('input', {
              value: source.shape,
              onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) =>
                begin({ ...source, shape: value }),
            }),
          ),
        ),
  )
}
