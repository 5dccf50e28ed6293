import { h } from 'preact'
import { BACKWARD, FORWARD } from '../../src/core/graph.ts'
import { readFiles } from '../reading/files.ts'
import { readNamed } from '../reading/text.ts'
import { written } from '../reading/write.ts'
import type { Results } from '../service/results.ts'
import type { State } from '../state/state.ts'
import type { Change } from '../views/use-state.ts'
import { Findings } from './findings.ts'
import type { Diagnosis } from './use-diagnosis.ts'
import { useDrop } from './use-drop.ts'

/** Every value that can be pasted, those that leave the layer first. */
const LEAVING = ['dx', 'dgamma', 'dbeta', 'out']
const NAMES = [
  ...LEAVING,
  ...[...FORWARD, ...BACKWARD].map(({ name }) => name).filter((name) => !LEAVING.includes(name)),
]

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
  const put = (next: State['submitted']) => change({ submitted: next, hints: 0 })
  const paste = (name: string, text: string) =>
    put({ ...submitted, ...(readKnown(text) ?? { [name]: text }) })
  const drop = useDrop(async (files) => {
    const known = onlyKnown(await readFiles(files))
    if (!known) throw new Error(`The file names none of ${NAMES.join(', ')}.`)
    put({ ...submitted, ...known })
  })
  const names = NAMES.filter((name) => submitted[name] !== undefined)
  const shown = names.length > 0 ? names : ['dx']
  return h(
    'div',
    { class: 'panel diagnosis', 'aria-busy': diagnosis.isBusy, ...drop.target },
    h(
      'p',
      { class: 'aside' },
      'Run your code on the same inputs and paste what it returns: dx alone, or several at once as {"dx": ..., "dgamma": ...} or an .npz dropped here.',
    ),
    shown.map((name) =>
      h(Pasted, {
        key: name,
        name,
        text: submitted[name] ?? '',
        fault: diagnosis.faults[name],
        onPaste: (text) => paste(name, text),
        onRemove: () => {
          const { [name]: _, ...rest } = submitted
          put(rest)
        },
      }),
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
              if (currentTarget.value) put({ ...submitted, [currentTarget.value]: '' })
              currentTarget.value = ''
            },
          },
          h('option', { value: '' }, 'another value'),
          NAMES.filter((name) => !shown.includes(name)).map((name) =>
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
  text: string
  fault: string | undefined
  onPaste: (text: string) => void
  onRemove: () => void
}) {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: `pasted-${name}` }, 'your ', h('code', {}, name)),
    text !== '' &&
      h(
        'button',
        { type: 'button', class: 'remove', 'aria-label': `Remove ${name}`, onClick: onRemove },
        '\u00d7',
      ),
    h('textarea', {
      id: `pasted-${name}`,
      rows: 4,
      spellcheck: false,
      value: text,
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

/** A text that names its arrays, such as a dict; undefined for any other. */
function readKnown(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const named = readNamed(text)
    return named && onlyKnown(named)
  } catch {
    return undefined
  }
}

function onlyKnown(
  arrays: NonNullable<ReturnType<typeof readNamed>>,
): Readonly<Record<string, string>> | undefined {
  const known = Object.entries(arrays).filter(([name]) => NAMES.includes(name as never))
  if (known.length === 0) return undefined
  return Object.fromEntries(known.map(([name, array]) => [name, written(array)]))
}
