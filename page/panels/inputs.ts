import { type ComponentChildren, h } from 'preact'
import { readFiles } from '../reading/files.ts'
import { written } from '../reading/write.ts'
import type { Problem } from '../service/ask.ts'
import type { Faults } from '../service/inputs.ts'
import { EXAMPLE_NAMES, EXAMPLES, isExample } from '../state/examples.ts'
import { ARRAYS, FIELDS, type FieldName, type Fields } from '../state/fields.ts'
import type { State } from '../state/state.ts'
import type { Change } from '../views/use-state.ts'
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
      h(ModeField, { fields, edit }),
      h(AxisField, { fields, edit }),
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

function Beginnings({ state, change }: { state: State; change: Change }) {
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

interface Part {
  readonly fields: Fields
  readonly faultOf: (name: FieldName) => string | undefined
  readonly edit: (edits: State['edits']) => void
}

function Field({
  name,
  fault,
  children,
}: {
  name: FieldName
  fault: string | undefined
  children?: ComponentChildren
}) {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: `field-${name}` }, h('code', {}, name), ` ${FIELDS[name]}`),
    children,
    fault && h('p', { class: 'fault', id: `fault-${name}` }, fault),
  )
}

const described = (name: FieldName, fault: string | undefined) => ({
  id: `field-${name}`,
  'aria-invalid': fault !== undefined,
  'aria-describedby': fault === undefined ? undefined : `fault-${name}`,
})

function Area({ name, rows, fields, faultOf, edit }: Part & { name: FieldName; rows: number }) {
  const fault = faultOf(name)
  return h(
    Field,
    { name, fault },
    h('textarea', {
      ...described(name, fault),
      rows,
      spellcheck: false,
      value: fields[name],
      onInput: ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) =>
        edit({ [name]: currentTarget.value }),
    }),
  )
}

function Line({ name, fields, faultOf, edit }: Part & { name: FieldName }) {
  const fault = faultOf(name)
  return h(
    Field,
    { name, fault },
    h('input', {
      ...described(name, fault),
      inputMode: 'decimal',
      value: fields[name],
      onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
        edit({ [name]: currentTarget.value }),
    }),
  )
}

function Choice({
  name,
  options,
  fields,
  edit,
}: Pick<Part, 'fields' | 'edit'> & { name: FieldName; options: readonly string[] }) {
  return h(
    Field,
    { name, fault: undefined },
    h(
      'select',
      {
        id: `field-${name}`,
        value: fields[name],
        onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
          edit({ [name]: currentTarget.value }),
      },
      options.map((option) => h('option', { key: option, value: option }, option)),
    ),
  )
}

const ModeField = (part: Pick<Part, 'fields' | 'edit'>) =>
  h(Choice, { ...part, name: 'mode', options: ['train', 'eval'] })

const AxisField = (part: Pick<Part, 'fields' | 'edit'>) =>
  h(Choice, { ...part, name: 'axis', options: ['1', '-1', '0', '2', '3', '4'] })
