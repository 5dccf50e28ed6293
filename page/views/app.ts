import { h } from 'preact'
import { useMemo } from 'preact/hooks'
import { CheckPanel } from '../panels/check.ts'
import { DiagnosisPanel } from '../panels/diagnosis.ts'
import { InputsPanel } from '../panels/inputs.ts'
import { Tabs } from '../panels/tabs.ts'
import { TakePanel } from '../panels/take.ts'
import { useDiagnosis, verdictsOf } from '../panels/use-diagnosis.ts'
import { gradientsIn } from '../service/check.ts'
import { MOMENTS, type Moment, placeOf } from '../state/moments.ts'
import { Card } from './card.ts'
import { Channels } from './channels.ts'
import { Figure } from './figure.ts'
import { KeyNote } from './key-note.ts'
import { Look } from './look.ts'
import { Notes } from './notes.ts'
import { Steps } from './steps.ts'
import { useCircuit } from './use-circuit.ts'
import { useKeys } from './use-keys.ts'
import { type Change, usePageState } from './use-state.ts'

/** Whoever came by keyboard goes on from the value, and not from the top of the page. */
function close(look: string, change: Change): void {
  change({ look: undefined })
  document.querySelector<SVGElement>(`.circuit g[id="${CSS.escape(look)}"]`)?.focus()
}

/** The whole page: the circuit and its steps above; the step's card, and inputs and checks, below. */
export function App() {
  const { state, change, isLink } = usePageState()
  const circuit = useCircuit(state)
  const diagnosis = useDiagnosis(state.submitted, circuit.inputs)
  useKeys(change)
  const moment = MOMENTS[placeOf(state.at)] as Moment
  const { results } = circuit
  const pasted = useMemo(() => gradientsIn(diagnosis.arrays), [diagnosis.arrays])
  const { channel, look, panel } = state
  return [
    h(
      'section',
      {
        class: 'stage',
        'aria-label': 'The circuit',
        'aria-busy': circuit.isBusy || diagnosis.isBusy,
      },
      h(Figure, {
        results,
        verdicts: verdictsOf(diagnosis),
        moment,
        look,
        onLook: (name: string) => change({ look: name }),
      }),
      h(Steps, { at: state.at, change }),
      h(KeyNote, {}),
      h(Notes, { circuit, moment, isLink }),
    ),
    h(
      'div',
      { class: 'columns' },
      h(
        'section',
        { class: 'numbers-side', 'aria-label': 'This step', 'aria-busy': circuit.isBusy },
        h(Channels, { layout: results?.inputs.layout, channel, change }),
        look !== undefined &&
          h(Look, { name: look, results, channel, onClose: () => close(look, change) }),
        h(Card, { moment, results, channel }),
      ),
      h(
        Tabs,
        { panel, onChange: (next) => change({ panel: next }) },
        panel === 'inputs' && h(InputsPanel, { state, change, ...circuit }),
        panel === 'check' && h(CheckPanel, { state, change, results, pasted }),
        panel === 'diagnosis' && h(DiagnosisPanel, { state, change, diagnosis, results }),
        panel === 'take' && h(TakePanel, { state, results, diagnosis, isLink }),
      ),
    ),
  ]
}
