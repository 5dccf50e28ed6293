import { h } from 'preact'
import { readFiles } from '../reading/files.ts'
import { written } from '../reading/write.ts'
import type { Problem } from '../service/ask.ts'
import type { Faults } from '../service/inputs.ts'
import { ARRAYS, type FieldName, type Fields } from '../state/fields.ts'
import type { State } from '../state/state.ts'
import type { Change } from '../views/use-state.ts'
import { Beginnings } from './beginnings.ts'
import { Area, Choice, Line } from './field.ts'
import { useDrop } from './use-drop.ts'

/** The inputs, to edit, paste or drop; examples, and inputs from a seed. */
export function InputsPanel({
  state,
  change,
  fields,
  faults,
  problem,
}: {
  state: State
  change: Change
  fields: Fields
  faults: Faults
  problem: Problem | undefined
}) {
  const edit = (edits: State['edits']) =>
    change((before) => ({ edits: { ...before.edits, ...edits } }))
  const drop = useDrop(async (files) => {
    const arrays = Object.entries(await readFiles(files))
    const [only] = arrays
    const known = arrays.filter(([name]) => isArrayField(name))
    // A single array under any other name can only be meant as the batch.
    const named =
      known.length > 0 ? known : only && arrays.length === 1 ? [['x', only[1]] as const] : []
    if (named.length === 0) throw new Error(`The file holds none of ${ARRAYS.join(', ')}.`)
    edit(Object.fromEntries(named.map(([name, array]) => [name, written(array)])))
  })
  const faultOf = (name: FieldName) => faults[name] ?? refusalOf(name, problem)
  const part = { fields, faultOf, edit }
  return h(
    'div',
    { class: 'panel inputs' },
    h(Beginnings, { state, change }),
    h(Area, { ...part, name: 'x', rows: 6 }),
    h(
      'div',
      { class: 'pair' },
      h(Area, { ...part, name: 'gamma', rows: 2 }),
      h(Area, { ...part, name: 'beta', rows: 2 }),
    ),
    h(Area, { ...part, name: 'dout', rows: 4 }),
    h(
      'div',
      { class: 'trio' },
      h(Line, { ...part, name: 'eps' }),
      h(Choice, { ...part, name: 'mode', options: ['train', 'eval'] }),
      h(Choice, { ...part, name: 'axis', options: ['1', '-1', '0', '2', '3', '4'] }),
    ),
    fields.mode === 'eval' &&
      h(
        'div',
        { class: 'pair' },
        h(Area, { ...part, name: 'mean', rows: 2 }),
        h(Area, { ...part, name: 'var', rows: 2 }),
      ),
    h(
      'p',
      { class: 'aside' },
      'Lists as JSON or Python writes them, a NumPy or torch print, CSV, or a file dropped here: ',
      h(
        'label',
        { class: 'file' },
        'choose one',
        h('input', {
          type: 'file',
          multiple: true,
          accept: '.npy,.npz,.json,.csv,.tsv,.txt',
          onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
            if (currentTarget.files) drop.take(currentTarget.files)
            currentTarget.value = ''
          },
        }),
      ),
    ),
    drop.fault && h('p', { class: 'fault', role: 'alert' }, drop.fault),
  )
}

const isArrayField = (name: string) => (ARRAYS as readonly string[]).includes(name)

/** Where the service's own pointers lead to: #/running/mean is the field mean. */
function refusalOf(name: FieldName, problem: Problem | undefined): string | undefined {
  const place =
    { axis: 'channelAxis', mean: 'running/mean', var: 'running/var' }[name as string] ?? name
  const error = problem?.errors?.find(({ pointer }) => `${pointer}/`.startsWith(`#/${place}/`))
  return error && `${error.pointer.slice(2)}: ${error.detail}`
}
