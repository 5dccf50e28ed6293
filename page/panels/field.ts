import { type ComponentChildren, h } from 'preact'
import { FIELDS, type FieldName, type Fields } from '../state/fields.ts'
import type { State } from '../state/state.ts'

/** A field of the inputs, and what becomes of what is typed into it. */
export interface Part {
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

/** A field of some lines, for an array. */
export function Area({
  name,
  rows,
  fields,
  faultOf,
  edit,
}: Part & { name: FieldName; rows: number }) {
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

/** A field of one line. */
export function Line({ name, fields, faultOf, edit }: Part & { name: FieldName }) {
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

/** A field with few possibilities. */
export function Choice({
  name,
  options,
  fields,
  edit,
}: Part & { name: FieldName; options: readonly string[] }) {
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
