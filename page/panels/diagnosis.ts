import { h } from 'preact'
import { useState } from 'preact/hooks'
import { readFiles } from '../reading/files.ts'
import { written } from '../reading/write.ts'
import type { Results } from '../service/results.ts'
import type { State } from '../state/state.ts'
import { SUBMITTED } from '../state/submitted.ts'
import type { Change } from '../views/use-state.ts'
import { Findings } from './findings.ts'
import { readKnown, type Sorted, sort } from './known.ts'
import { Pasted } from './pasted.ts'
import type { Diagnosis } from './use-diagnosis.ts'
import { useDrop } from './use-drop.ts'

/** What somebody's code returned: pasted in, and what is found out about it. */
export function DiagnosisPanel({
  state,
  change,
  diagnosis,
  results,
}: {
  state: State
  change: Change
  diagnosis: Diagnosis
  results: Results | undefined
}) {
  const { submitted } = state
  const [leftOut, setLeftOut] = useState<readonly string[]>([])
  const put = (texts: State['submitted']) =>
    change((before) => ({ submitted: { ...before.submitted, ...texts }, hints: 0 }))
  const putKnown = ({ known, others }: Sorted) => {
    put(known)
    setLeftOut(others)
  }
  const paste = (name: string, text: string) =>
    putKnown(readKnown(text) ?? { known: { [name]: text }, others: [] })
  const remove = (name: string) =>
    change(({ submitted: { [name]: _, ...rest } }) => ({ submitted: rest, hints: 0 }))
  const drop = useDrop(async (files) => {
    const sorted = sort(await readFiles(files))
    if (!sorted) throw new Error(`The file names none of ${SUBMITTED.join(', ')}.`)
    putKnown(sorted)
  })
  const shown = SUBMITTED.filter((name) => name === 'dx' || submitted[name] !== undefined)
  return h(
    'div',
    { class: 'panel diagnosis', 'aria-busy': diagnosis.isBusy },
    h(
      'p',
      { class: 'aside' },
      'Run your code on the same inputs and paste what it returns: dx alone, or several at once as {"dx": ..., "dgamma": ...} or an .npz dropped here.',
    ),
    shown.map((name) =>
      h(Pasted, {
        key: name,
        name,
        text: submitted[name],
        fault: diagnosis.faults[name],
        onPaste: (text) => paste(name, text),
        onRemove: () => remove(name),
      }),
    ),
    leftOut.length > 0 &&
      h(
        'p',
        { class: 'warning', role: 'status' },
        `Left out, since the circuit makes nothing of this name: ${leftOut.join(', ')}.`,
      ),
    h(
      'div',
      { class: 'row' },
      h(
        'label',
        {},
        'Add ',
        h(
          'select',
          {
            value: '',
            onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
              if (currentTarget.value) put({ [currentTarget.value]: '' })
              currentTarget.value = ''
            },
          },
          h('option', { value: '' }, 'another value'),
          SUBMITTED.filter((name) => !shown.includes(name)).map((name) =>
            h('option', { key: name, value: name }, name),
          ),
        ),
      ),
      h(WrongOne, { results, put }),
    ),
    drop.fault && h('p', { class: 'fault', role: 'alert' }, drop.fault),
    h(Findings, { diagnosis, hints: state.hints, change }),
  )
}

/** For whoever has no wrong gradient at hand: the one that goes through xmu only. */
function WrongOne({
  results,
  put,
}: {
  results: Results | undefined
  put: (submitted: State['submitted']) => void
}) {
  const dx1 = results?.values.get('dx1')
  if (!dx1) return null
  return h('button', { type: 'button', onClick: () => put({ dx: written(dx1) }) }, 'Try a wrong dx')
}
