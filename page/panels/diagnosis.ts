import { h } from 'preact'
import { useState } from 'preact/hooks'
import { readFiles } from '../reading/files.ts'
import { readNamed } from '../reading/text.ts'
import { written } from '../reading/write.ts'
import type { Results } from '../service/results.ts'
import type { State } from '../state/state.ts'
import { SUBMITTED } from '../state/submitted.ts'
import type { Change } from '../views/use-state.ts'
import { Findings } from './findings.ts'
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

function Pasted({
  name,
  text,
  fault,
  onPaste,
  onRemove,
}: {
  name: string
  text: string | undefined
  fault: string | undefined
  onPaste: (text: string) => void
  onRemove: () => void
}) {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: `pasted-${name}` }, 'your ', h('code', {}, name)),
    text !== undefined &&
      h(
        'button',
        { type: 'button', class: 'remove', 'aria-label': `Remove ${name}`, onClick: onRemove },
        '\u00d7',
      ),
    h('textarea', {
      id: `pasted-${name}`,
      rows: 4,
      spellcheck: false,
      value: text ?? '',
      'aria-invalid': fault !== undefined,
      'aria-describedby': fault === undefined ? undefined : `pasted-fault-${name}`,
      onInput: ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) =>
        onPaste(currentTarget.value),
    }),
    fault && h('p', { class: 'fault', id: `pasted-fault-${name}` }, fault),
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

/** Arrays by name: those of the circuit as texts, and the names of the others. */
interface Sorted {
  readonly known: Readonly<Record<string, string>>
  readonly others: readonly string[]
}

/** A text that names its arrays, such as a dict; undefined for any other. */
function readKnown(text: string): Sorted | undefined {
  try {
    const named = readNamed(text)
    return named && sort(named)
  } catch {
    return undefined
  }
}

/** undefined when none is of the circuit. */
function sort(arrays: NonNullable<ReturnType<typeof readNamed>>): Sorted | undefined {
  const names = Object.keys(arrays)
  const known = Object.entries(arrays).filter(([name]) => SUBMITTED.includes(name))
  if (known.length === 0) return undefined
  return {
    known: Object.fromEntries(known.map(([name, array]) => [name, written(array)])),
    others: names.filter((name) => !SUBMITTED.includes(name)),
  }
}
