import { type ComponentChildren, h } from 'preact'
import { PANELS, type Panel } from '../state/state.ts'

const TITLES: Readonly<Record<Panel, string>> = {
  inputs: 'Inputs',
  check: 'Gradient check',
  diagnosis: 'Diagnosis',
  take: 'Take away',
}

/** The parts beside the circuit, one at a time. */
export function Tabs({
  panel,
  onChange,
  children,
}: {
  panel: Panel
  onChange: (panel: Panel) => void
  children?: ComponentChildren
}) {
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const next = PANELS[(PANELS.indexOf(panel) + step + PANELS.length) % PANELS.length] as Panel
    onChange(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return h(
    'section',
    { class: 'panels', 'aria-label': 'Inputs and checks' },
    h(
      'div',
      { role: 'tablist', class: 'tabs', onKeyDown: go },
      PANELS.map((each) =>
        h(
          'button',
          {
            key: each,
            type: 'button',
            role: 'tab',
            id: `tab-${each}`,
            'aria-selected': each === panel,
            'aria-controls': 'tab-panel',
            tabIndex: each === panel ? 0 : -1,
            onClick: () => onChange(each),
          },
          TITLES[each],
        ),
      ),
    ),
    h('div', { role: 'tabpanel', id: 'tab-panel', 'aria-labelledby': `tab-${panel}` }, children),
  )
}
